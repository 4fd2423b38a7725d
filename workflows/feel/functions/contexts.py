"""Functions of contexts."""

from workflows.feel.functions.builtin import builtin
from workflows.feel.values import Value

Context = dict[str, Value]


@builtin("get value", m="context", key="text")
def get_value(m: Context, key: str) -> Value:
    """The entry of that name."""
    return m.get(key)


@builtin("get entries", m="context")
def get_entries(m: Context) -> Value:
    """The entries as a list of contexts with key and value."""
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", entries="list")
def context(entries: list[Value]) -> Value:
    """The context with these entries, each given with key and value; null when one stands twice."""
    result: Context = {}
    for entry in entries:
        key = entry.get("key") if type(entry) is dict else None
        if type(key) is not str or "value" not in entry or key in result:
            return None
        result[key] = entry["value"]
    return result


@builtin("context put", context="context", key="text", value="any")
def context_put(context: Context, key: str, value: Value) -> Value:
    """The context with one entry more, or changed."""
    return {**context, key: value}


@builtin("context put", context="context", keys="list", value="any")
def context_put_deep(context: Context, keys: list[Value], value: Value) -> Value:
    """The context with an entry changed at the end of a path of names."""
    if not keys or len(keys) > 50 or any(type(key) is not str for key in keys):
        return None
    return _put(context, keys, value)


@builtin("context merge", contexts="list")
def context_merge(contexts: list[Value]) -> Value:
    """All entries together; where two have one name the later wins."""
    result: Context = {}
    for one in contexts:
        if type(one) is not dict:
            return None
        result |= one
    return result


def _put(context: Context, keys: list[str], value: Value) -> Value:
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0], {})
    changed = _put(inner, keys[1:], value) if type(inner) is dict else None
    return None if changed is None else {**context, keys[0]: changed}
