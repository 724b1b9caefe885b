using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>视图: what the sender kept of a list, or of all, then what others share; salespeople see their own alone.</summary>
public static class ListViews
{
    /// <summary>More are not shown.</summary>
    public const int Most = 200;

    /// <param name="List">By its section; null for all lists.</param>
    public sealed record Query(string? List) : IQuery<IReadOnlyList<Row>>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Shows">As <see cref="Model.Rules.ViewRules"/> allows it.</param>
    /// <param name="Owner">Whose it is; null for the sender's own.</param>
    /// <param name="MayEdit">The sender may edit and remove it.</param>
    public sealed record Row(Guid Id, string Name, string Shows, bool IsShared, string? Owner, bool MayEdit, int Version, string List);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.List!).ListOfThePage().When(q => q.List is not null);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, CallerContext caller) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var asker = caller.Current;
            var (me, seesShared) = (asker.SalesUserId, asker.OnlyOwnerId is null);
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var views = await store.SavedViews.Where(v => (request.List == null || v.List == request.List) && v.RemovedAt == null && (v.OwnerId == me || (seesShared && v.IsShared)))
                .OrderByDescending(v => v.OwnerId == me).ThenBy(v => v.Name).Take(Most).ToListAsync(cancellationToken);
            return (Row[])[.. views.Select(v => new Row(v.Id, v.Name, v.Shows, v.IsShared, v.OwnerId == me ? null : lane.Last.Directory.NameOfUser(v.OwnerId), v.MayEdit(me, asker.Role), v.Version, v.List))];
        }
    }
}
