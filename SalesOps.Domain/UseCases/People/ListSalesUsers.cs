using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Domain.UseCases.People;

/// <summary>真实销售人管理: people with accounts. Without a filter, those whom the counter counts.</summary>
public static class ListSalesUsers
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="InvitedUntil">Until when the invitation that was not taken up can be; UTC; null for who has a password.</param>
    /// <param name="NeedsLink">Has no password, and no link to choose one.</param>
    /// <param name="IsSuspended">An admin lets the person in no more.</param>
    /// <param name="Leave">The absence that lasts, or the next; null when there is none.</param>
    /// <param name="AwaySince">Since when the person says to be away; UTC; null for who says to be here.</param>
    public sealed record Row(Guid Id, string Name, string Email, Role Role, UserStatus Status, int Version, DateTime? InvitedUntil, bool IsSuspended, Leave? Leave, bool NeedsLink = false, DateTime? AwaySince = null)
    {
        /// <summary>Whether a page of theirs is open: of the moment, and in no store, so that the page says it.</summary>
        public bool IsConnected { get; init; }

        /// <summary>Whether one of their AI agents is in its hours; null where none has any. Of the moment likewise.</summary>
        public bool? InHours { get; init; }
    }

    internal static readonly GridSource<SalesUser> Source = new GridSource<SalesUser>(r => r.Id)
        .Sort("createdAt", u => u.CreatedAt)
        .Sort("name", u => u.Name)
        .Sort("email", u => u.Email)
        .Filter("rows", value => value switch
        {
            "counted" => Model.Counters.SalesUsers.Rows,
            "all" => u => true,
            _ => null,
        })
        .Filter("person", value => Guid.TryParse(value, out var id) ? u => u.Id == id : null)
        .Filter("role", value => Codes.TryParse<Role>(value, out var role) ? u => u.Role == role : null)
        .Filter("status", value => Codes.TryParse<UserStatus>(value, out var status) ? u => u.Status == status : null)
        // Of the moment, but of a table that is small.
        .Filter("availability", value => value switch
        {
            "here" => u => u.Status == UserStatus.Active && u.AwaySince == null,
            "away" => u => u.Status == UserStatus.Active && u.AwaySince != null,
            _ => null,
        })
        .SearchNames();

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (directory, now) = (lane.Last.Directory, time.GetUtcNow().UtcDateTime);
            var (people, found) = (store.SalesUsers.VisibleTo(caller.Current), NameSearch.Find(request.Grid, directory.SalesUsers, u => $"{u.Name} {u.Email}"));
            return await Source.ReadAsync(store, found is null ? people : people.Where(u => found.Contains(u.Id)), request.Grid,
                u => new
                {
                    User = u,
                    HasPassword = store.Accounts.Any(a => a.Id == u.Id && a.PasswordHash != null),
                    InvitedUntil = store.Accounts.Any(a => a.Id == u.Id && a.PasswordHash != null) ? null
                        : store.Invitations.Where(i => i.SalesUserId == u.Id && i.UsedAt == null).Max(i => (DateTime?)i.ExpiresAt),
                },
                r => new Row(r.User.Id, r.User.Name, r.User.Email, r.User.Role, r.User.Status, r.User.Version, r.InvitedUntil, directory.IsSuspended(r.User.Id),
                    Leave.Of(directory, r.User, now), NeedsLink: !r.HasPassword && r.InvitedUntil is null, r.User.AwaySince), null, cancellationToken);
        }
    }
}
