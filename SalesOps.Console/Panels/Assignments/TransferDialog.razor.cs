using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Panels.Assignments;

/// <summary>转移客户: answers true when somebody was transferred, and offers to take it back.</summary>
public sealed partial class TransferDialog
{
    private sealed class Form
    {
        public Guid AiAgentId { get; set; }
        public string Reason { get; set; } = "";
    }

    private readonly Form _model = new();
    private BulkRun<TransferCustomers.Seen> _run = default!;
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal)
    {
        [nameof(Form.AiAgentId)] = Text.Column_agent,
        [nameof(Form.Reason)] = Text.Column_reason,
    };
    private CommandForm<TransferCustomers.Command, TransferCustomers.Answer>? _form;
    private const string Refusals = "Refused";
    private string _draft = "";
    private IReadOnlyList<ListTransferTargets.Target>? _targets;
    private string? _problem;

    [Parameter, EditorRequired] public IReadOnlyList<TransferCustomers.Seen> Customers { get; set; } = [];
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    private ListTransferTargets.Target? Chosen => _targets?.FirstOrDefault(t => t.Agent.AiAgentId == _model.AiAgentId);

    protected override Task OnInitializedAsync()
    {
        _run = new(Customers, c => c.CustomerId);
        _draft = Drafts.Of("transfer", Customers.Select(c => c.CustomerId));
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new ListTransferTargets.Query([.. Customers.Select(c => c.CustomerId)]));
        _problem = answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]);
        _targets = answer.Succeeded ? answer.Value.Agents : [];
    }

    private Task<Result<CountedRows>> ReadChosenAsync(int skip) =>
        Mediator.Send(new ListTransferChosen.Query([.. Customers.Select(c => c.CustomerId)], _model.AiAgentId == Guid.Empty ? null : _model.AiAgentId, skip));

    /// <summary>Loads and bindings may have changed since they were shown.</summary>
    private async Task<bool> RefusedAsync(Domain.Messaging.Error error)
    {
        await ReadAsync();
        StateHasChanged();
        return false;
    }

    private TransferCustomers.Command Make() => new(_run.First.Operation, _run.First.Rows, _model.AiAgentId, _model.Reason);

    private Task<Result<TransferCustomers.Answer>> SendAsync(TransferCustomers.Command first) =>
        _run.TransferAsync(part => Mediator.Send(first with { OperationId = part.Operation, Customers = part.Rows }));

    private void Choose(Guid id)
    {
        _model.AiAgentId = id;
        _form?.Changed(nameof(Form.AiAgentId));
    }

    private void Done(TransferCustomers.Answer answer)
    {
        Notifications.Tell(answer.Outcome, Text.Transferred, Customers.Count);
        Undos.Offer(answer, $"{Text.Transferred.With(answer.Outcome.Done)} → {Chosen?.Agent.Name}", Mediator);
        Dialogs.Close(answer.Outcome);
    }

    private string Look(ListTransferTargets.Check check) => check.Passed == Customers.Count ? "ok" : new AgentCheck(check.Kind, false).IsDemanded ? "bad" : "dim";

    private bool Counts(ListTransferTargets.Target target, ListTransferTargets.Check check) => check.Passed < Customers.Count || check.Kind switch
    {
        AgentCheckKind.Status or AgentCheckKind.Owner or AgentCheckKind.Attended or AgentCheckKind.Others => false,
        AgentCheckKind.Hours => target.Agent.InHours is not null,
        // A cap names its channel.
        AgentCheckKind.Channel => check.What.Any(channel => target.Agent.Caps?.Any(cap => cap.Channel.Code() == channel) != true),
        AgentCheckKind.Cap => check.What.Count > 0,
        _ => true,
    };

    private static string Of(ListTransferTargets.Target target, ListTransferTargets.Check check) => check.Kind switch
    {
        AgentCheckKind.Language when check.What.Count == 0 => target.Agent.Language,
        _ => CheckWords.Of(target.Agent, check.Kind) ?? string.Join(", ", check.What),
    };

    private string Tip(ListTransferTargets.Check check) => $"{Labels.For("Check", check.Kind.Code())}: {(check.Passed == Customers.Count ? Text.CheckPassed : Text.CheckFailed)}";
}
