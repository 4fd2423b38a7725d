"""The API's description read for people: topics, fields, examples and a line for curl."""

from service.web.openapi import topics_of

DOCUMENT = {
    "tags": [{"name": "task", "description": "What waits."}],
    "paths": {
        "/api/v1/task/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "7"}
            ],
            "get": {
                "tags": ["task"],
                "operationId": "get_task",
                "summary": "One task",
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Task"}}},
                    },
                    "404": {"$ref": "#/components/responses/NOT_FOUND"},
                },
            },
            "post": {
                "tags": ["task"],
                "description": "First.\n\nSecond.",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answers"}}}},
                "responses": {"204": {"description": "Done"}},
            },
        },
        "/api/v1/paper": {
            "post": {
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "kind": {"enum": ["other", "report"]},
                                }
                            }
                        }
                    }
                },
                "responses": {},
            }
        },
    },
    "components": {
        "responses": {"NOT_FOUND": {"description": "You may not know of it."}},
        "schemas": {
            "Task": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "due": {"type": ["string", "null"], "format": "date", "description": "Last day."},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}},
                    "lost": {"$ref": "#/components/schemas/Nowhere"},
                },
            },
            "Answers": {
                "type": "object",
                "required": ["note"],
                "properties": {"note": {"type": "string", "example": "It's đúng"}, "more": {"type": "integer"}},
            },
        },
    },
}


def calls():
    return {
        (topic.name, call.method): call
        for topic in topics_of(DOCUMENT, "https://vinhdanh.example.vn")
        for call in topic.operations
    }


def test_calls_stand_under_their_topic_and_those_without_one_under_other():
    assert list(calls()) == [("task", "GET"), ("task", "POST"), ("other", "POST")]


def test_fields_are_rows_with_kind_and_depth_and_a_loop_ends():
    rows = calls()["task", "GET"].given

    assert [(row.name, row.kind, row.required) for row in rows if row.depth == 0] == [
        ("id", "string (uuid)", True),
        ("due", "string or null (date)", False),
        ("parts", "list of object", False),
        ("lost", "any", False),
    ]
    assert max(row.depth for row in rows) == 2


def test_statuses_are_told_with_what_they_mean():
    answers = calls()["task", "GET"].answers

    assert [(one.status, one.phrase, one.meaning) for one in answers] == [
        ("200", "OK", ""),
        ("404", "Not Found", "You may not know of it."),
    ]


def test_the_line_for_curl_can_be_pasted():
    assert calls()["task", "GET"].curl == (
        'curl -H "Authorization: Bearer $TOKEN" \\\n  https://vinhdanh.example.vn/api/v1/task/7'
    )
    posted = calls()["task", "POST"].curl
    assert "-X POST" in posted
    assert """-d '{"note": "It'"'"'s đúng"}'""" in posted
    uploaded = calls()["other", "POST"].curl
    assert "-F file=@file.pdf" in uploaded
    assert "-F kind=other" in uploaded


def test_a_long_description_is_told_in_its_parts():
    assert calls()["task", "POST"].description == ["First.", "Second."]


def test_every_call_has_an_id_to_link_to():
    assert calls()["task", "GET"].id == "get_task"
    assert calls()["task", "POST"].id == "post-api-v1-task-id"
