namespace SalesOps.Domain.UseCases.Audit;

/// <summary>What actions are called on the audit log: what the list can be asked for by name.</summary>
public static class AuditActions
{
    /// <summary>Somebody opened a customer's file. It changes nothing, and stands apart from what was done.</summary>
    public const string Viewed = "customer.viewed";

    /// <summary>Every action that this version records, in their order.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "absence.begun", "absence.changed", "absence.ended", "absence.over", "absence.planned", "absence.undone",
        "account.changed", "account.created", "account.invitation_accepted", "account.locked", "account.password_changed", "account.resume_undone", "account.resumed", "account.sessions_ended", "account.sign_in_failed",
        "account.signed_in", "account.suspended", "account.suspension_undone", "account.unlocked",
        "agents.exported",
        "ai_agent.adding_undone", "ai_agent.created", "ai_agent.disabled", "ai_agent.edit_followed", "ai_agent.edit_undone", "ai_agent.lent", "ai_agent.paused", "ai_agent.resumed", "ai_agent.returned", "ai_agent.updated",
        "api_key.created", "api_key.restored", "api_key.revoked", "api_key.used",
        "assignment.leaving", "assignment.staying", "assignments.exported",
        "audit.exported",
        "conversation.given", "corrections.exported",
        "customer.absorbed", "customer.answered", "customer.answered_undone", "customer.assigned", "customer.consent_undone", "customer.created_and_assigned", "customer.created_unbound", "customer.edit_undone", "customer.edited",
        "customer.erased", "customer.hand_back", "customer.hand_back_undone", "customer.handed_off", "customer.human_takeover", "customer.merged", "customer.opt_out_lifted", "customer.opted_out", "customer.resealed", "customer.restored",
        "customer.returned_to_assignment", "customer.returned_unbound", "customer.separated", "customer.takeover_undone", "customer.transfer_assignment", "customer.transfer_undone", "customer.unbound",
        Viewed,
        "customers.exported",
        "data_request.answered", "data_request.filed", "data_request.refused", "data_request.undone", "data_request.withdrawn",
        "handovers.exported",
        "message.read_again", "message.sent",
        "people.exported", "playbook.changed",
        "reports.exported", "requests.exported",
        "review.approved", "review.corrected", "review.opinion", "review.opinion_undone", "review.rejected", "review.released", "review.repeat_undone", "review.repeated",
        "review.taken_over", "review.undone", "reviews.exported",
        "sales_user.availability", "sales_user.availability_undone", "sales_user.created", "sales_user.disabled", "sales_user.edit_undone", "sales_user.enabled", "sales_user.enabling_undone", "sales_user.first_admin_created", "sales_user.invitation_renewed", "sales_user.invitation_undone", "sales_user.invited", "sales_user.rest_given", "sales_user.rest_returned", "sales_user.updated",
        "sampled_share.changed", "settings.changed", "state_machine.applied", "state_machine.proposed", "store.setup_opened",
        "task.adding_undone", "task.change_undone", "task.created", "task.escalated", "task.finished", "task.given", "task.postponed", "task.reopened", "tasks.exported",
        "threshold.changed",
        "view.edited", "view.removed", "view.restored", "view.saved",
    ];
}
