using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>AI 销售管理: AI agents with their load.</summary>
public static class ListAiAgents
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="StandsInFor">Whose it is while the owner stands in; null when it is the owner's.</param>
    /// <param name="Channels">Codes, joined; behind one that has a cap, how many of how many it holds: <c>telegram 12/20, facebook, zalo</c>.</param>
    /// <param name="ActiveBindings">Active assignments; null while the number is known to be wrong.</param>
    /// <param name="Bindings">All assignments there ever were; going to a stand-in and coming home makes none. Null likewise.</param>
    /// <param name="IsFollowed">Its customers still follow an edit, or the undo of one.</param>
    public sealed record Row(Guid Id, string Name, string Owner, string? StandsInFor, string Language, string Channels, AgentStatus Status, int Capacity,
        long? ActiveBindings, long? Bindings, int Version, bool IsFollowed = false);

    internal static readonly GridSource<AiAgent> Source = new GridSource<AiAgent>(r => r.Id)
        .Sort("createdAt", a => a.CreatedAt)
        .Sort("name", a => a.Name)
        .Sort("capacity", a => a.Capacity)
        .Sort("load", ByLoad)
        .Filter("rows", value => value == "counted" ? Model.Counters.AiAgents.Rows : null)
        .Filter("agent", value => Guid.TryParse(value, out var id) ? a => a.Id == id : null)
        .Filter("owner", value => Guid.TryParse(value, out var id) ? a => a.OwnerId == id : null)
        .Filter("language", value => a => a.Language == value)
        .Filter("status", value => Codes.TryParse<AgentStatus>(value, out var status) ? a => a.Status == status : null)
        .SearchNames();

    /// <summary>The fullest first, by the numbers that the counters keep: agents are few, and their customers are not counted for it.</summary>
    private static IOrderedQueryable<AiAgent> ByLoad(SalesOpsDb store, IQueryable<AiAgent> agents, bool down)
    {
        var code = Model.Counters.ActiveBindings.Code;
        return down ? agents.OrderByDescending(a => (double)store.CounterValues.Where(v => v.Code == code && v.Key == a.Id).Select(v => v.Value).FirstOrDefault() / a.Capacity)
            : agents.OrderBy(a => (double)store.CounterValues.Where(v => v.Code == code && v.Key == a.Id).Select(v => v.Value).FirstOrDefault() / a.Capacity);
    }

    private static string Words(AiAgent agent, Func<Guid, Channel, long> held) => string.Join(", ", agent.Channels.Select(channel => agent.CapOf(channel) is { } most
        ? new ChannelLoad(channel, (int)held(agent.Id, channel), most).ToString() : channel.Code()));

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, ShownCounters shown) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var held = await Holdings.ReadAsync(store, directory, cancellationToken);
            var (agents, found) = (store.AiAgents.VisibleTo(caller.Current), NameSearch.Find(request.Grid, directory.AiAgents, a => a.Name));
            return await Source.ReadAsync(store, found is null ? agents : agents.Where(a => found.Contains(a.Id)), request.Grid, a => a,
                a => new Row(a.Id, a.Name, directory.NameOfUser(a.OwnerId)!, directory.NameOfUser(a.HomeOwnerId), a.Language, Words(a, held), a.Status, a.Capacity,
                    shown[counters, Model.Counters.ActiveBindings, a.Id], shown[counters, Model.Counters.Bindings, a.Id] - shown[counters, Model.Counters.Lendings, a.Id], a.Version, a.PendingEditId != null), null, cancellationToken);
        }
    }
}
