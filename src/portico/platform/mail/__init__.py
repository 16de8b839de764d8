"""Mail that leaves through the outbox: written with its cause, delivered by a job."""
