"""产业链: what the enterprises here could draw, the chain as a picture, the knowledge behind, what came of it."""

from app.ui.chain.page import ChainPage

__all__ = ["ChainPage"]
