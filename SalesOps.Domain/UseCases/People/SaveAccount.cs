using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Keeps what ASP.NET Core Identity changed of an account: failed sign-ins, lock-out, password, stamp.</summary>
public static class SaveAccount
{
    /// <param name="Account">As it shall be.</param>
    /// <param name="Before">As it was read: only what differs is written, and only where nobody else changed it since. Null for an account to make.
    /// No part of what is asked: sent once more, it was read anew.</param>
    /// <param name="Action">The audit log's name for it, e.g. <c>account.sign_in_failed</c>.</param>
    public sealed record Command(Guid OperationId, Account Account, [property: JsonIgnore] Account? Before, string Action) : ICommand<Done>
    {
        public static Access Access => Access.SystemOnly;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Account).NotNull();
            RuleFor(c => c.Action).NotEmpty().Code();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.SalesUsers.ContainsKey(request.Account.Id)) return Error.NotFound("The person");
            var account = await change.Store.Accounts.FirstOrDefaultAsync(a => a.Id == request.Account.Id, cancellationToken);
            if (account is null != request.Before is null) return Error.Stale("The account");
            if (account is null) change.Add(account = request.Account);
            else if (Change(account, change.Store.Entry(account).CurrentValues, request) is { } error) return error;
            // Who chose a password needs no link to choose one. Who used the old one may: it is how a stolen account is won back.
            if (request.Before is { } before && account.PasswordHash != before.PasswordHash)
                await Accounts.EndLinksAsync(change, account.Id, cancellationToken);
            change.Record(request.Action, account);
            return Done.It;
        }

        private static Error? Change(Account account, PropertyValues now, Command request)
        {
            var (before, wanted) = (now.Clone(), now.Clone());
            before.SetValues(request.Before!);
            wanted.SetValues(request.Account);
            var changed = now.Properties.Where(p => !Equals(before[p], wanted[p])).ToList();
            if (changed.Exists(p => !Equals(now[p], before[p]))) return Error.Stale("The account");
            // The lock that follows ten wrong passwords ends by itself: it would let in again whom an admin keeps out.
            if (account.IsSuspended && changed.Exists(p => p.Name == nameof(Account.LockoutEndsAt))) return Error.Conflict("The person's sign-in is suspended.", "suspended");
            foreach (var property in changed) now[property] = wanted[property];
            return changed.Count == 0 ? Error.Conflict("Nothing changed.") : null;
        }
    }
}
