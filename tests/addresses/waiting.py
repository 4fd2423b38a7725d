"""The page that says who waits for whom: everybody's own."""

from addresses.whom import EVERYBODY, For

ROUTES = {"GET waiting.page": For(EVERYBODY)}
