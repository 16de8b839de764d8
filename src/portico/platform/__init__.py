"""The ground under every feature; it knows none of them."""
