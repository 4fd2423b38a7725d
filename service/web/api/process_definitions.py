"""Process definitions: which are published, and their diagrams."""

from flask.typing import ResponseReturnValue

from service.queries.api_processes import diagram, published_processes
from service.web import current
from service.web.api import showing
from service.web.api.answering import answer
from service.web.api.describing import Noun
from service.web.api.schemas import answered

bp = Noun("process-definition", "The diagrams dossiers follow.")


@bp.get("/process-definition")
@bp.call("listProcessDefinitions", {200: answered.ProcessDefinition(many=True)})
def index() -> ResponseReturnValue:
    """List the published processes, each in the version new dossiers start on."""
    with current.looking() as database:
        found = published_processes(database)
    return answer(list(map(showing.process, found)))


@bp.get("/process-definition/<key>/xml")
@bp.call("getProcessDefinitionXml", {200: answered.Diagram}, fails=(404,))
def xml(key: str) -> ResponseReturnValue:
    """Read a diagram as its author saved it."""
    with current.looking() as database:
        process, text = diagram(database, key)
    return answer({"id": showing.process_id(process), "bpmn20Xml": text})
