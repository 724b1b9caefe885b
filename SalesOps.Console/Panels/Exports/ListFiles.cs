using SalesOps.Console.Resources;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using static SalesOps.Console.Panels.Exports.FileColumns;

namespace SalesOps.Console.Panels.Exports;

/// <summary>Every list of the page as a file.</summary>
internal static class ListFiles
{
    private static readonly ListFile Reviews = new ListFile<ListReviews.Row>("reviews", grid => new ListReviews.Query(grid),
    [
        .. Code<ListReviews.Row>(null, () => Text.Column_kind, "ReviewKind", r => r.Kind.Code()),
        .. One<ListReviews.Row>(null, () => Text.Column_customer, r => r.Customer),
        .. Code<ListReviews.Row>(null, () => Text.CaseIntent, "Intent", r => r.Intent),
        .. One<ListReviews.Row>(null, () => Text.ExportFrom, r => r.From),
        .. One<ListReviews.Row>(null, () => Text.ExportTo, r => r.To),
        .. One<ListReviews.Row>(null, () => Text.Column_confidence, r => r.Confidence),
        .. One<ListReviews.Row>(null, () => Text.Column_channel, r => r.Channel.Code()),
        .. Code<ListReviews.Row>(null, () => Text.Column_language, "Language", r => r.Language),
        .. One<ListReviews.Row>(null, () => Text.Column_reason, r => r.Reasons),
        .. Time<ListReviews.Row>(null, () => Text.Column_created, r => r.CreatedAt),
        .. Time<ListReviews.Row>(null, () => Text.Column_due, r => r.DueAt),
        .. One<ListReviews.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId.ToString()),
        .. One<ListReviews.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile People = new ListFile<ListSalesUsers.Row>("people", grid => new ListSalesUsers.Query(grid),
    [
        .. One<ListSalesUsers.Row>("name", () => Text.Column_name, r => r.Name),
        .. One<ListSalesUsers.Row>("email", () => Text.Column_email, r => r.Email),
        .. Code<ListSalesUsers.Row>("role", () => Text.Column_role, "Role", r => r.Role.Code()),
        .. Code<ListSalesUsers.Row>("status", () => Text.Column_status, "UserStatus", r => r.Status.Code()),
        .. Time<ListSalesUsers.Row>("status", () => Text.ExportInvitedUntil, r => r.InvitedUntil),
        .. Time<ListSalesUsers.Row>("status", () => Text.ExportLeaveFrom, r => r.Leave?.From),
        .. Time<ListSalesUsers.Row>("status", () => Text.ExportLeaveBack, r => r.Leave?.Until),
        .. One<ListSalesUsers.Row>("status", () => Text.LeaveStandIn, r => r.Leave?.Acts),
        .. Time<ListSalesUsers.Row>("presence", () => Text.ExportAwaySince, r => r.AwaySince),
        .. One<ListSalesUsers.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Agents = new ListFile<ListAiAgents.Row>("agents", grid => new ListAiAgents.Query(grid),
    [
        .. One<ListAiAgents.Row>("name", () => Text.Column_agent_name, r => r.Name),
        .. One<ListAiAgents.Row>("owner", () => Text.Column_owner, r => r.Owner),
        .. One<ListAiAgents.Row>("owner", () => Text.ExportStandsInFor, r => r.StandsInFor),
        .. Code<ListAiAgents.Row>("language", () => Text.Column_language, "Language", r => r.Language),
        .. One<ListAiAgents.Row>("channels", () => Text.Column_channels, r => r.Channels),
        .. Code<ListAiAgents.Row>("status", () => Text.Column_status, "AgentStatus", r => r.Status.Code()),
        .. One<ListAiAgents.Row>("capacity", () => Text.ExportActiveBindings, r => r.ActiveBindings),
        .. One<ListAiAgents.Row>("capacity", () => Text.Column_capacity, r => r.Capacity),
        .. One<ListAiAgents.Row>("bindings", () => Text.Column_bindings, r => r.Bindings),
        .. One<ListAiAgents.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Customers = new ListFile<ListCustomers.Row>("customers", grid => new ListCustomers.Query(grid),
    [
        .. One<ListCustomers.Row>("customer", () => Text.Column_customer, r => r.Name),
        .. One<ListCustomers.Row>("channel", () => Text.Column_channel, r => r.Identity),
        .. One<ListCustomers.Row>("agent", () => Text.Column_agent, r => r.AiAgent),
        .. Time<ListCustomers.Row>("agent", () => Text.ExportWaitingSince, r => r.WaitingSince),
        .. One<ListCustomers.Row>("sales_user", () => Text.Column_sales_user, r => r.SalesUser),
        .. Code<ListCustomers.Row>("status", () => Text.Column_status, "State", r => r.Status),
        .. Code<ListCustomers.Row>("understanding", () => Text.CaseIntent, "Intent", r => r.Intent),
        .. Code<ListCustomers.Row>("understanding", () => Text.ExportStage, "Stage", r => r.Stage),
        .. One<ListCustomers.Row>("understanding", () => Text.Column_confidence, r => r.Confidence),
        .. One<ListCustomers.Row>("tasks", () => Text.Column_tasks, r => r.OpenTasks),
        // Whatever is shown: who uses the file must not write to them.
        .. One<ListCustomers.Row>(null, () => Text.OptedOut_yes, r => r.OptedOut),
        .. Time<ListCustomers.Row>("unanswered", () => Text.ExportUnansweredSince, r => r.UnansweredSince),
        .. Time<ListCustomers.Row>("last_seen", () => Text.Column_last_seen, r => r.LastSeenAt),
        .. One<ListCustomers.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Assignments = new ListFile<ListAssignments.Row>("assignments", grid => new ListAssignments.Query(grid),
    [
        .. One<ListAssignments.Row>("customer", () => Text.Column_customer, r => r.Customer),
        .. One<ListAssignments.Row>("agent", () => Text.Column_agent, r => r.AiAgent),
        .. One<ListAssignments.Row>("sales_user", () => Text.Column_sales_user, r => r.SalesUser),
        .. Code<ListAssignments.Row>("status", () => Text.Column_status, "AssignmentStatus", r => r.Status.Code()),
        .. Code<ListAssignments.Row>("reason", () => Text.Column_reason, "Reason", r => r.Reason),
        .. Time<ListAssignments.Row>("time", () => Text.Column_time, r => r.CreatedAt),
        .. One<ListAssignments.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId.ToString()),
        .. One<ListAssignments.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Tasks = new ListFile<ListTasks.Row>("tasks", grid => new ListTasks.Query(grid),
    [
        .. Code<ListTasks.Row>("kind", () => Text.Column_kind, "TaskKind", r => r.Kind.Code()),
        .. One<ListTasks.Row>("kind", () => Text.ExportNote, r => r.Note),
        .. One<ListTasks.Row>("customer", () => Text.Column_customer, r => r.Customer),
        .. One<ListTasks.Row>("owner", () => Text.Column_task_owner, r => r.SalesUser),
        .. Code<ListTasks.Row>("status", () => Text.Column_status, "WorkTaskStatus", r => r.Status.Code()),
        .. Time<ListTasks.Row>("due", () => Text.Column_created, r => r.CreatedAt),
        .. Time<ListTasks.Row>("due", () => Text.Column_due, r => r.DueAt),
        .. One<ListTasks.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId.ToString()),
        .. One<ListTasks.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Handovers = new ListFile<ListHandovers.Row>("handovers", grid => new ListHandovers.Query(grid),
    [
        .. Code<ListHandovers.Row>("kind", () => Text.Column_kind, "HandoverKind", r => r.Kind.Code()),
        .. One<ListHandovers.Row>("kind", () => Text.ExportRound, r => r.Round),
        .. One<ListHandovers.Row>("kind", () => Text.Rows_ping_pong, r => r.IsPingPong ? 1 : 0),
        .. One<ListHandovers.Row>("customer", () => Text.Column_customer, r => r.Customer),
        .. Code<ListHandovers.Row>("reason", () => Text.Column_reason, "Reason", r => r.Reason),
        .. Time<ListHandovers.Row>("time", () => Text.Column_time, r => r.CreatedAt),
        .. One<ListHandovers.Row>("way", () => Text.ExportBy, r => r.By),
        .. One<ListHandovers.Row>("way", () => Text.ExportTo, r => r.To),
        .. Time<ListHandovers.Row>("unanswered", () => Text.ExportUnansweredSince, r => r.UnansweredSince),
        .. Time<ListHandovers.Row>("duration", () => Text.ExportEnded, r => r.EndedAt),
        .. One<ListHandovers.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId.ToString()),
        .. One<ListHandovers.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    private static readonly ListFile Audit = new ListFile<ListAudit.Row>("audit", grid => new ListAudit.Query(grid),
    [
        .. One<ListAudit.Row>(null, () => Text.Column_sequence, r => r.Sequence),
        .. Code<ListAudit.Row>("action", () => Text.Column_action, "Action", r => r.Action),
        .. One<ListAudit.Row>("object", () => Text.Column_object, r => r.Object),
        .. Code<ListAudit.Row>("actor", () => Text.Column_actor, "Actor", r => r.ActorKind.Code()),
        .. One<ListAudit.Row>("actor", () => Text.Column_name, r => r.Actor),
        .. Time<ListAudit.Row>("time", () => Text.Column_time, r => r.At),
        .. One<ListAudit.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId?.ToString()),
    ]);

    private static readonly ListFile Requests = new ListFile<ListDataRequests.Row>("requests", grid => new ListDataRequests.Query(grid),
    [
        .. One<ListDataRequests.Row>("customer", () => Text.Column_customer, r => r.Customer),
        .. Code<ListDataRequests.Row>("kind", () => Text.Column_kind, "DataRequestKind", r => r.Kind.Code()),
        .. Code<ListDataRequests.Row>("kind", () => Text.RequestSource, "RequestSource", r => r.Source),
        .. Code<ListDataRequests.Row>("status", () => Text.Column_status, "DataRequestStatus", r => r.Status.Code()),
        .. Code<ListDataRequests.Row>("status", () => Text.Column_reason, "RefuseReason", r => r.Reason),
        .. Time<ListDataRequests.Row>("received", () => Text.Column_received, r => r.ReceivedAt),
        .. Time<ListDataRequests.Row>("answer", () => Text.Column_answer_due, r => r.AnswerDueAt),
        .. Time<ListDataRequests.Row>("answer", () => Text.DataRequestStatus_answered, r => r.AnsweredAt),
        .. Time<ListDataRequests.Row>("completion", () => Text.Column_completion_due, r => r.CompletionDueAt),
        .. Time<ListDataRequests.Row>("completion", () => Text.ExportEnded, r => r.EndedAt),
        .. One<ListDataRequests.Row>(null, () => Text.ExportCustomerId, r => r.CustomerId.ToString()),
        .. One<ListDataRequests.Row>(null, () => Text.ExportId, r => r.Id.ToString()),
    ]);

    public static readonly IReadOnlyList<ListFile> All = [Reviews, People, Agents, Customers, Assignments, Tasks, Handovers, Audit, Requests];

    /// <summary>The file of the section's list; null when the section has none.</summary>
    public static ListFile? Find(string section) => All.FirstOrDefault(f => f.Code == section);
}
