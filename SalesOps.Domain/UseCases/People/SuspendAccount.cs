using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>
/// 封停登录: ends a person's sessions at once and lets them in no more, while everything stays theirs: before they are disabled, however long
/// handing over takes, or when somebody else has their password.
/// </summary>
public static class SuspendAccount
{
    internal const string Action = "account.suspended";

    public sealed record Command(Guid OperationId, Guid SalesUserId) : ICommand<Done>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.SalesUserId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var id = request.SalesUserId;
            if (!change.Directory.SalesUsers.TryGetValue(id, out var user)) return Error.NotFound("The person");
            if (id == change.Actor.Id) return Error.Conflict("Nobody suspends themselves.", "suspends_self");
            // One of two who suspend each other at once must be able to go on.
            if (LastAdmin.Is(change.Directory, user)) return LastAdmin.Refused;
            if (change.Find<Account>(id) is not { } account) return Error.Conflict("The person has no account yet.", "no_account");
            if (account.IsSuspended) return Error.Conflict("The person cannot sign in already.", "suspended");
            account.Suspend();
            await Accounts.CloseLinksAsync(change, id, cancellationToken);
            change.Record(Action, account);
            return Done.It;
        }
    }
}
