using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Agents;

/// <summary>编辑 AI 销售: shows the impact before it saves, and what somebody else changed meanwhile; answers the edit.</summary>
public sealed partial class EditAgentDialog
{
    private readonly AgentForm _form = new();
    private readonly Guid _operation = Guid.CreateVersion7();
    private readonly Dictionary<string, string> _labels = new(AgentForm.Labels(), StringComparer.Ordinal) { [nameof(EditAiAgent.Command.Choice)] = Text.ImpactChoice };
    private IReadOnlyList<EditMerge.Conflict> _conflicts = [];
    private GetAgentImpact.Answer? _impact;
    private GetAgentImpact.Part _shown = new();
    private StrandedChoice _choice;
    private AgentStatus? _chosenFor;
    private AgentTraits _seen = default!;
    private int _version;
    private int _asked;

    /// <summary>The agent as it was when the edit began.</summary>
    [Parameter, EditorRequired] public AgentDraft Draft { get; set; } = default!;
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;

    private string? OwnerName => Feed.Last.Directory.NameOfUser(_form.Traits().OwnerId);

    private IReadOnlyList<StrandedChoice> Choices => _form.Status switch
    {
        AgentStatus.Paused => [StrandedChoice.Stay, StrandedChoice.UntilEnd, StrandedChoice.Move],
        AgentStatus.Disabled => [StrandedChoice.Move],
        _ => [StrandedChoice.Move, StrandedChoice.UntilEnd],
    };

    protected override async Task OnInitializedAsync()
    {
        (_seen, _version) = (Draft.Seen, Draft.Version);
        _form.Show(Draft.Wanted);
        Merge();
        await PreviewAsync();
    }

    private EditAiAgent.Command Make()
    {
        var to = _form.Traits();
        return new EditAiAgent.Command(_operation, Draft.Id, _version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status,
            _impact is { Stranded: > 0 } ? _choice : null, _impact?.Homeless ?? 0, to.Caps, IsInParts);
    }

    private Task ShowAsync(GetAgentImpact.Part part)
    {
        _shown = part;
        return PreviewAsync();
    }

    private async Task PreviewAsync()
    {
        var asked = ++_asked;
        var to = _form.Traits();
        if (to.Channels.Count == 0 || to.Capacity < 1 || to.Caps?.Any(cap => cap.Most < 1) == true) return;
        var answer = await Mediator.Send(new GetAgentImpact.Query(Draft.Id, to, _shown));
        if (asked != _asked) return;
        _impact = answer.Succeeded ? answer.Value : null;
        if (_chosenFor == to.Status) return;
        (_chosenFor, _choice) = (to.Status, Choices[0]);
    }

    /// <summary>Somebody else was faster, or the impact has grown: shown, and nothing is saved over it.</summary>
    private async Task<bool> RefusedAsync(Error error)
    {
        if (error.Kind == ErrorKind.Stale) Merge();
        await ShowAsync(new());
        StateHasChanged();
        return error.Kind == ErrorKind.Stale && _conflicts.Count > 0;
    }

    /// <summary>Takes over what was changed since by others; where both changed the same, what was typed here stays and both are shown.</summary>
    private void Merge()
    {
        if (!Feed.Last.Directory.AiAgents.TryGetValue(Draft.Id, out var agent) || agent.Version == _version) return;
        var (was, now, mine) = (_seen, agent.Traits, _form.Traits());
        var merge = new EditMerge();
        T Pick<T>(string label, Func<AgentTraits, T> of, Func<T, string> words) => merge.Pick(label, of(was), of(now), of(mine), words);
        _form.Show(new AgentTraits(Pick(Text.Column_agent_name, t => t.Name, v => v), Pick(Text.Column_owner, t => t.OwnerId, v => Feed.Last.Directory.NameOfUser(v) ?? ""),
            Pick(Text.Column_language, t => t.Language, v => Labels.OrCode("Language", v)),
            Pick(Text.Column_channels, t => t.Channels, v => string.Join(", ", v.Select(c => c.Code()))),
            Pick(Text.Column_capacity, t => t.Capacity, v => v.ToString(CultureInfo.CurrentCulture)),
            Pick(Text.Column_status, t => t.Status, v => Labels.OrCode("AgentStatus", v.Code())),
            Pick(Text.Field_Caps, t => t.Caps, v => v is null ? "∞" : string.Join(", ", v.Select(cap => $"{cap.Channel.Code()} {cap.Most.ToString(CultureInfo.CurrentCulture)}")))));
        (_seen, _version, _conflicts) = (now, agent.Version, merge.Conflicts);
    }

    /// <summary>How many customers the edit touches.</summary>
    private int Going => _impact?.Going(_impact.Stranded > 0 ? _choice : StrandedChoice.Stay) ?? 0;

    private bool IsInParts => Going > EditAiAgent.MostMoved;

    private void Done(EditAiAgent.Answer answer) => Dialogs.Close(answer);
}
