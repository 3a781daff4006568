"""A unit of work: every repository on one transaction, so that state and its messages are written together."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.repositories.alerts import Alerts
from storage.repositories.approvals import Approvals
from storage.repositories.captures import Captures
from storage.repositories.channels import Channels
from storage.repositories.deliveries import Deliveries
from storage.repositories.departments import Departments
from storage.repositories.heartbeats import Heartbeats
from storage.repositories.hosts import Hosts
from storage.repositories.letters import Letters
from storage.repositories.messages import Messages
from storage.repositories.publications import Publications
from storage.repositories.reports import Reports
from storage.repositories.silences import Silences
from storage.repositories.sources import Sources
from storage.repositories.stock import Stock


class Unit:
    """What one transaction may ask and write. It ends with the ``with`` block that opened it."""

    def __init__(self, connection: Connection) -> None:
        self.sources = Sources(connection)
        self.stock = Stock(connection)
        self.publications = Publications(connection)
        self.reports = Reports(connection)
        self.alerts = Alerts(connection)
        self.approvals = Approvals(connection)
        self.deliveries = Deliveries(connection)
        self.departments = Departments(connection)
        self.letters = Letters(connection)
        self.silences = Silences(connection)
        self.captures = Captures(connection)
        self.channels = Channels(connection)
        self.messages = Messages(connection)
        self.hosts = Hosts(connection)
        self.heartbeats = Heartbeats(connection)
