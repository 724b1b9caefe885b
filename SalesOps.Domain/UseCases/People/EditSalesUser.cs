using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>修改真实销售人: name, e-mail address and role. A new role ends the person's sessions; a new address is what they sign in with from then on. Either ends a link that was not used yet.</summary>
public static class EditSalesUser
{
    /// <param name="Version">The person's version that was seen.</param>
    /// <param name="Email">Null to leave it as it is.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, int Version, string Name, Role Role, string? Email = null) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).PersonName();
            RuleFor(c => c.Email!).Email().When(c => c.Email is not null);
            RuleFor(c => c.Role).IsInEnum().WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<SalesUser>(request.SalesUserId) is not { } user) return Error.NotFound("The person");
            if (user.Version != request.Version) return Error.Stale("The person");
            var (name, email) = (request.Name.Trim(), request.Email?.Trim() ?? user.Email);
            if ((user.Name, user.Email, user.Role) == (name, email, request.Role)) return Error.Invalid("name", "Nothing is different.", "same");
            if (Accounts.IsTaken(change.Directory, email, by: user.Id)) return Accounts.Taken;
            if (request.Role != Role.Admin && LastAdmin.Is(change.Directory, user)) return LastAdmin.Refused;
            if (user.IsSalesperson && !SalesUser.Sells(request.Role)
                && Estate.Agents(change.Directory, user.Id, id => change.Count(Model.Counters.ActiveBindings, id)).Concat(Estate.Lent(change.Directory, user.Id)).Any())
                return Error.Invalid("role", "The person's AI agents need another salesperson first.", "owns_agents");
            if (user.IsSalesperson && !SalesUser.Sells(request.Role) && await Estate.FollowingAsync(change.Store, change.Directory, user.Id, cancellationToken) is not null) return Refusals.Following;
            if (request.Role == Role.RealSalesUser && user.Role != request.Role)
            {
                if (change.Directory.Settings.FallbackOwnerId == user.Id) return Error.Invalid("role", "Somebody else must be the fallback owner first.", "is_fallback");
                if (await change.Store.Conversations.AnyAsync(c => c.HolderUserId == user.Id && !change.Store.Customers.Any(o => o.Id == c.CustomerId && o.SalesUserId == user.Id), cancellationToken))
                    return Error.Invalid("role", "The person holds conversations of others' customers, whom salespeople do not see: hand them back first.", "holds_conversations");
                if (await change.Store.WorkTasks.AnyAsync(t => t.SalesUserId == user.Id && t.Status == WorkTaskStatus.Open && !change.Store.Customers.Any(o => o.Id == t.CustomerId && o.SalesUserId == user.Id), cancellationToken))
                    return Error.Invalid("role", "The person has tasks of others' customers, whom salespeople do not see: give them to somebody else first.", "has_tasks");
            }
            var account = change.Find<Account>(user.Id);
            if (user.Role != request.Role) account?.EndSessions();
            if (user.Email != email) account?.Rename(email);
            if (user.Role != request.Role || user.Email != email) await Accounts.EndLinksAsync(change, user.Id, cancellationToken);
            user.Edit(name, email, request.Role);
            change.Record("sales_user.updated", user, account is null ? [] : [account]);
            return new Answer(user.Version);
        }
    }
}
