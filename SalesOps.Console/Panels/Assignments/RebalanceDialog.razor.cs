using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Panels.Assignments;

public sealed partial class RebalanceDialog
{
    private sealed class Form
    {
        public string Reason { get; set; } = "workload";
        public IReadOnlyList<PreviewRebalance.Line> Moves { get; set; } = [];
    }

    private readonly Form _model = new();
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal) { [nameof(Form.Moves)] = Text.Column_customer, [nameof(Form.Reason)] = Text.Column_reason };
    private readonly HashSet<Guid> _out = [];
    private Guid _operation = Guid.CreateVersion7();
    private bool _withTalking;
    private bool _sameOwner;
    private PreviewRebalance.Answer? _plan;
    private string? _problem;
    /// <summary>Who gives and who gets, in an order that stays while lines are left out.</summary>
    private IReadOnlyList<PreviewRebalance.AgentLine> _loads = [];

    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    private IReadOnlyList<PreviewRebalance.Line> Chosen => [.. (_plan?.Moves ?? []).Where(m => !_out.Contains(m.CustomerId))];

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new PreviewRebalance.Query(_withTalking, _sameOwner));
        _problem = answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]);
        if (!answer.Succeeded) return;
        _plan = answer.Value;
        _loads = [.. _plan.Agents.Where(a => Change(a, _plan.Moves) != 0 || _plan.Moves.Any(m => m.From == a.AiAgentId)).OrderBy(a => Change(a, _plan.Moves)).ThenBy(a => a.Name, StringComparer.Ordinal)];
        // Another plan is another intent.
        _operation = Guid.CreateVersion7();
    }

    private Task AskAsync(bool withTalking, bool sameOwner)
    {
        (_withTalking, _sameOwner) = (withTalking, sameOwner);
        return ReadAsync();
    }

    /// <summary>Loads and bindings may have changed since they were shown: the plan is made anew, and what was left out stays out.</summary>
    private async Task<bool> RefusedAsync(Domain.Messaging.Error error)
    {
        await ReadAsync();
        StateHasChanged();
        return false;
    }

    private void Toggle(Guid customer)
    {
        if (!_out.Remove(customer)) _out.Add(customer);
    }

    private RebalanceCustomers.Command Make() => new(_operation, [.. Chosen.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], _model.Reason);

    private void Done(TransferCustomers.Answer answer)
    {
        Notifications.Tell(answer.Outcome, Text.Transferred);
        Undos.Offer(answer, Text.Transferred.With(answer.Outcome.Done), Mediator);
        Dialogs.Close(true);
    }

    private static int Change(PreviewRebalance.AgentLine agent, IReadOnlyList<PreviewRebalance.Line> moves) => moves.Sum(m => m.To == agent.AiAgentId ? 1 : m.From == agent.AiAgentId ? -1 : 0);

    private string Name(Guid agent) => _plan!.Agents.First(a => a.AiAgentId == agent).Name;

    private static string Bar(PreviewRebalance.AgentLine agent, int change) =>
        string.Create(CultureInfo.InvariantCulture, $"--v:{(agent.Capacity <= 0 ? 1 : Math.Clamp((agent.Held + change) / (double)agent.Capacity, 0, 1)):0.###}");
}
