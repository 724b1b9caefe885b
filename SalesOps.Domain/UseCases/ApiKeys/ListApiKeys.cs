using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>接口密钥: the keys that were ever made, working ones first, then the newest.</summary>
public static class ListApiKeys
{
    private const string Made = "api_key.created";

    public sealed record Query : IQuery<IReadOnlyList<Row>>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Prefix">The key's first letters.</param>
    /// <param name="CreatedBy">Null when the program itself made it.</param>
    /// <param name="LastUsedAt">UTC; null when never.</param>
    /// <param name="RevokedAt">UTC; null while it works.</param>
    /// <param name="Scopes">What it opens.</param>
    public sealed record Row(Guid Id, string Name, string Prefix, DateTime CreatedAt, string? CreatedBy, DateTime? LastUsedAt, DateTime? RevokedAt, IReadOnlyList<ApiScope> Scopes);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, KeyUses uses) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var makers = await store.AuditEntries.Where(a => a.Action == Made).Select(a => new { a.ObjectId, a.ActorId }).ToDictionaryAsync(a => a.ObjectId, a => a.ActorId, cancellationToken);
            var directory = lane.Last.Directory;
            return (Row[])[.. directory.ApiKeys.OrderBy(k => k.RevokedAt is not null).ThenByDescending(k => k.CreatedAt).Select(k =>
                new Row(k.Id, k.Name, k.Prefix, k.CreatedAt, directory.NameOfUser(makers.GetValueOrDefault(k.Id)), Later(k.LastUsedAt, uses.LastUse(k.Id)), k.RevokedAt, k.Scopes ?? Enum.GetValues<ApiScope>()))];
        }

        private static DateTime? Later(DateTime? noted, DateTime? here) => noted > here || here is null ? noted : here;
    }
}
