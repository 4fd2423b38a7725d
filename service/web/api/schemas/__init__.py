"""The shapes of what is asked and answered, as the OpenAPI document shows them."""
