using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Keeps what ASP.NET Core Identity changed of an account: failed sign-ins, lock-out, password, stamp.</summary>
public static class SaveAccount
{
    /// <param name="Account">All of it as it shall be; one that does not exist yet is made.</param>
    /// <param name="Action">The audit log's name for it, e.g. <c>account.sign_in_failed</c>.</param>
    public sealed record Command(Guid OperationId, Account Account, string Action) : ICommand<Done>
    {
        public static Access Access => Access.SystemOnly;
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.SalesUsers.ContainsKey(request.Account.Id)) return Error.NotFound("The person");
            var account = await change.Store.Accounts.FirstOrDefaultAsync(a => a.Id == request.Account.Id, cancellationToken);
            if (account is null) change.Add(account = request.Account);
            else change.Store.Entry(account).CurrentValues.SetValues(request.Account);
            if (!change.IsChanged(account)) return Error.Conflict("Nothing changed.");
            change.Record(request.Action, account);
            return Done.It;
        }
    }
}
