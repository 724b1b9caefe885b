using Microsoft.AspNetCore.Components;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Audit;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Learning;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Panels.Reports;
using SalesOps.Console.Panels.Requests;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reports;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Console.Panels;

/// <summary>A section of the page below the anchors. Its heading is the text <c>Section_id</c>, its anchor <c>Nav_id</c>.</summary>
/// <param name="Id">Stands in the address after <c>#</c>.</param>
/// <param name="Access">Who has it on the page.</param>
/// <param name="Content">Draws the panel inside; one for all pages.</param>
public sealed record Section(string Id, Access Access, RenderFragment Content)
{
    /// <summary>All, in the page's order.</summary>
    public static readonly IReadOnlyList<Section> All =
    [
        // A salesperson may ask for people, and gets oneself alone.
        Of<PeopleSection>("people", Access.Movers),
        Of<AgentsSection>("agents", ListAiAgents.Query.Access),
        Of<CustomersSection>("customers", ListCustomers.Query.Access),
        Of<AssignmentsSection>("assignments", ListAssignments.Query.Access),
        Of<TasksSection>("tasks", ListTasks.Query.Access),
        Of<HandoversSection>("handovers", ListHandovers.Query.Access),
        Of<AuditSection>("audit", ListAudit.Query.Access),
        Of<ReportsSection>("reports", GetReport.Query.Access),
        Of<RequestsSection>("requests", ListDataRequests.Query.Access),
        Of<LearningSection>("learning", GetReliability.Query.Access),
        Of<PlaybookSection>("playbook", GetPlaybook.Query.Access),
        Of<SettingsSection>("settings", ChangeSetting.Command.Access),
    ];

    /// <summary>The localized heading.</summary>
    public string Title => Labels.OrCode("Section", Id);

    /// <summary>Those of the caller's page.</summary>
    public static IReadOnlyList<Section> For(Caller caller) => [.. All.Where(section => section.Access.Allows(caller))];

    private static Section Of<TPanel>(string id, Access access) where TPanel : IComponent => new(id, access, builder =>
    {
        builder.OpenComponent<TPanel>(0);
        builder.CloseComponent();
    });
}
