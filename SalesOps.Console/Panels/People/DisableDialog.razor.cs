using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.Panels.People;

/// <summary>停用 of one person: everything they have, and where each goes, before it is done in one command.</summary>
public sealed partial class DisableDialog
{
    private readonly DisableForm _model = new();
    private readonly Guid _operation = Guid.CreateVersion7();
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal) { [nameof(DisableForm.Agents)] = Text.Column_owner, [nameof(DisableForm.HeirId)] = Text.Column_owner };
    private GetDeparture.Answer? _estate;
    private string? _problem;
    private string? _refused;
    private Undos.Undo? _given;
    /// <summary>What was given away since the estate was read.</summary>
    private DisableSalesUser.Rest _gone = DisableSalesUser.Rest.None;
    private IReadOnlyList<EditMerge.Conflict> _conflicts = [];

    [Parameter, EditorRequired] public Guid Id { get; set; }
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;

    private IEnumerable<SalesUser> Others => Feed.Last.Directory.SalesUsers.Values.Where(u => u.Id != Id && Feed.Last.Directory.MayWork(u.Id)).OrderBy(u => u.Name, StringComparer.CurrentCulture);

    private bool IsReady => _estate is { Following: null };

    protected override Task OnInitializedAsync()
    {
        Watch(Topics.Assignments | Topics.Agents, FollowAsync, TimeSpan.FromSeconds(1));
        return ReadAsync();
    }

    private async Task FollowAsync()
    {
        if (_estate is not { Following: not null }) return;
        await ReadAsync();
        StateHasChanged();
    }

    /// <summary>Reads what there is now; choices that were made stay.</summary>
    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetDeparture.Query(Id));
        if (!answer.Succeeded)
        {
            _problem = ErrorTexts.Of(answer.Errors[0]);
            return;
        }
        (_estate, _gone) = (answer.Value, DisableSalesUser.Rest.None);
        _model.Agents = _estate.Agents.ToDictionary(a => a.Id, a => _model.Agents.TryGetValue(a.Id, out var chosen) ? chosen : a.HeirId ?? Guid.Empty);
        if (_model.HeirId == Guid.Empty) _model.HeirId = _estate.HeirId ?? Guid.Empty;
    }

    private DisableSalesUser.Heir[] Chosen => [.. _model.Agents.Select(a => new DisableSalesUser.Heir(a.Key, a.Value))];

    private GiveAgentsAway.Command MakeGiving() => new(_operation, Id, Chosen);

    private DisableSalesUser.Command Make() => new(_operation, Id, Chosen, _model.HeirId == Guid.Empty ? null : _model.HeirId, _estate!.Rest);

    private void Given(DisableSalesUser.Rest part)
    {
        _gone = new(_gone.Conversations + part.Conversations, _gone.Tasks + part.Tasks);
        _refused = null;
    }

    private void Offered(Undos.Undo undo)
    {
        _given = undo;
        StateHasChanged();
    }

    private Task RestDoneAsync()
    {
        (_refused, _conflicts) = (null, []);
        return ReadAsync();
    }

    private Task TakenBackAsync()
    {
        _given = null;
        return RestDoneAsync();
    }

    /// <summary>So little may be left that another form stands there by now, which cannot say why the rest did not go.</summary>
    private async Task<bool> RestRefusedAsync(Domain.Messaging.Error error)
    {
        var isSaid = await RefusedAsync(error);
        _refused = isSaid || _estate is { IsRestInParts: true } ? null : ErrorTexts.Of(error);
        StateHasChanged();
        return isSaid || _refused is not null;
    }

    /// <summary>What came since, or went to others, stands above the form before it is sent again.</summary>
    private async Task<bool> RefusedAsync(Domain.Messaging.Error error)
    {
        var (seen, left) = (_estate!, _estate!.Rest.Less(_gone));
        await ReadAsync();
        var merge = new EditMerge();
        foreach (var one in seen.Agents.Concat(_estate!.Agents).DistinctBy(a => a.Id))
        {
            var (was, now) = (seen.Agents.FirstOrDefault(a => a.Id == one.Id), _estate.Agents.FirstOrDefault(a => a.Id == one.Id));
            merge.Pick(one.Name, was, now, was, agent => agent is null ? "" : Text.DisableCustomers.With(agent.Customers));
        }
        merge.Pick(Text.DisableRestLabel, left, _estate.Rest, left, rest => Text.DisableRestCounts.With(rest.Conversations, rest.Tasks));
        _conflicts = merge.Conflicts;
        StateHasChanged();
        return error.Code is "agents" or "rest" && _conflicts.Count > 0;
    }

    private Counted.Number Of(EstatePart part) => new(part switch
    {
        EstatePart.Customers => _estate!.Agents.Sum(a => a.Customers),
        EstatePart.Reviews => _estate!.Reviews,
        EstatePart.Tasks => _estate!.Tasks,
        EstatePart.Conversations => _estate!.Conversations,
        EstatePart.OtherConversations => _estate!.OtherConversations,
        _ => _estate!.OtherTasks,
    }, Rows: skip => Mediator.Send(new ListEstate.Query(Id, part, skip)), Kind: EstateWords.Kind(part));
}
