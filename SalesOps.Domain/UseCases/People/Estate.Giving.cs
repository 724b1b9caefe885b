using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.People;

/// <summary>How it changes hands.</summary>
internal sealed partial class Estate
{
    /// <summary>Gives the agents away with their customers.</summary>
    /// <returns>The edits, for the undo.</returns>
    public async Task<List<Guid>> GiveAgentsAsync(IReadOnlyList<DisableSalesUser.Heir> heirs)
    {
        var belongings = await Belongings.ReadAsync(_change, _moving);
        var edits = new List<Guid>(heirs.Count);
        foreach (var heir in heirs)
        {
            var agent = _change.Find<AiAgent>(heir.AiAgentId)!;
            var (before, home) = (agent.Traits, agent.HomeOwnerId);
            Heirs.Give(agent, heir.SalesUserId);
            var rebound = _agents[agent.Id].ConvertAll(id => belongings.Follow(id, agent, "owner_disabled"));
            var edit = new AgentEdit(_change.NewId(), agent, before, home, rebound, _change.Actor.Id, _change.Now);
            _change.Add(edit);
            _change.Record("ai_agent.updated", agent, edit);
            edits.Add(edit.Id);
        }
        return edits;
    }

    /// <summary>What of the person's is lent stays where it is, for good.</summary>
    /// <returns>The edits, for the undo.</returns>
    public List<Guid> SettleLent() => [.. Lent(_change.Directory, _user.Id).Select(lent =>
    {
        var agent = _change.Find<AiAgent>(lent.Id)!;
        agent.Settle();
        var edit = new AgentEdit(_change.NewId(), agent, agent.Traits, _user.Id, [], _change.Actor.Id, _change.Now);
        _change.Add(edit);
        _change.Record("ai_agent.updated", agent, edit);
        return edit.Id;
    })];

    /// <summary>Gives the conversations and the other tasks to one person.</summary>
    public List<Handed> GiveRest(Guid? heirId) => Rest.Count == 0 ? [] : Handing.Give(_change, _conversations, _takeovers, _tasks, heirId!.Value);
}
