using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Console.Panels.Agents;

/// <summary>AI 销售管理: adding and editing, with the way back.</summary>
public sealed partial class AgentsSection
{
    private const string Width = "min(620px, 96vw)";

    private readonly ChannelDrafts _drafts = new();
    private LiveGrid<ListAiAgents.Row>? _grid;
    private IReadOnlyList<GridFilter> _filters = [];
    private IReadOnlyList<GridColumn<ListAiAgents.Row>> _columns = [];

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    private bool MayEdit => EditAiAgent.Command.Access.Allows(Caller.Current);

    private async Task AddAsync()
    {
        if (await Dialogs.AskAsync<AddAgentDialog>(Text.AgentAddTitle) is Guid id)
            await _grid!.ShowRowAsync(id.ToString(), new Dictionary<string, string>());
    }

    private Task EditAsync(Guid id) => Feed.Last.Directory.AiAgents.TryGetValue(id, out var agent) ? EditAsync(AgentDraft.Of(agent)) : Task.CompletedTask;

    private async Task<bool> EditAsync(AgentDraft draft)
    {
        if (await Dialogs.AskAsync<EditAgentDialog>(Text.AgentEditTitle, Width, (nameof(EditAgentDialog.Draft), draft)) is not EditAiAgent.Answer edited) return false;
        Remember(draft.Id, edited);
        return true;
    }

    /// <summary>Saves a channel list at once when it touches nobody; otherwise its impact is shown first.</summary>
    private async Task SaveChannelsAsync(AgentDraft draft)
    {
        var impact = await Mediator.Send(new GetAgentImpact.Query(draft.Id, draft.Wanted));
        var isCurrent = Feed.Last.Directory.AiAgents.TryGetValue(draft.Id, out var agent) && agent.Version == draft.Version;
        if (isCurrent && impact is { Succeeded: true, Value.Stranded: 0 })
        {
            var to = draft.Wanted;
            var answer = await Mediator.Send(new EditAiAgent.Command(Guid.CreateVersion7(), draft.Id, draft.Version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status, Caps: to.Caps));
            if (answer.Succeeded)
            {
                _drafts.End(draft.Id);
                Remember(draft.Id, answer.Value);
                return;
            }
            if (answer.Errors[0].Kind is not (ErrorKind.Stale or ErrorKind.Conflict))
            {
                _drafts.Refuse(draft.Id, ErrorTexts.Of(answer.Errors[0]));
                return;
            }
        }
        if (await EditAsync(draft)) _drafts.End(draft.Id);
    }

    private void Remember(Guid id, EditAiAgent.Answer answer)
    {
        string?[] effects =
        [
            answer.Moved > 0 ? Text.EditMoved.With(answer.Moved) : null,
            answer.Unbound > 0 ? Text.EditUnbound.With(answer.Unbound) : null,
            answer.Leaving > 0 ? Text.EditLeaving.With(answer.Leaving) : null,
            answer.Followed > 0 ? Text.EditFollowed.With(answer.Followed) : null,
            answer.Later > 0 ? Text.EditLater.With(answer.Later) : null,
        ];
        Undos.Offer(string.Join(" · ", effects.Prepend(Text.AgentEdited.With(Feed.Last.Directory.NameOfAgent(id))).OfType<string>()), () => Mediator.Send(new UndoAgentEdit.Command(Guid.CreateVersion7(), answer.EditId)),
            back => Undone(Feed.Last.Directory.NameOfAgent(id), back), answer.FinalAt);
    }

    private static string Undone(string? name, UndoAgentEdit.Answer back) => back switch
    {
        { Later: > 0 and var later } => Text.AgentUndoneLater.With(name, later),
        { Stayed: > 0 and var stayed } => Text.AgentUndoneSome.With(name, stayed),
        _ => Text.AgentUndone.With(name),
    };
}
