"""What is done with families during the inquiry, one verb each."""

from cases.hearings.services.activation import activate_protocol
from cases.hearings.services.antecedentes import receive_antecedente, waive_antecedentes
from cases.hearings.services.citaciones import cite_again, cite_families
from cases.hearings.services.entrevistas import hold_interview
from cases.hearings.services.followup import follow_up, register_transfer
from cases.hearings.services.inasistencia import record_no_show
from cases.hearings.services.oficios import explain_no_report, issue_oficio, register_sending
from cases.hearings.services.prorroga import extend_investigation
from cases.hearings.services.resguardo import adopt_resguardo

__all__ = [
    "activate_protocol",
    "adopt_resguardo",
    "cite_again",
    "cite_families",
    "explain_no_report",
    "extend_investigation",
    "follow_up",
    "hold_interview",
    "issue_oficio",
    "receive_antecedente",
    "record_no_show",
    "register_sending",
    "register_transfer",
    "waive_antecedentes",
]
