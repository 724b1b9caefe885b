using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>停用真实销售人: ends the person's sessions and lets them in no more. Their AI agents and bindings stay as they are.</summary>
public static class DisableSalesUser
{
    public sealed record Command(Guid OperationId, Guid SalesUserId) : ICommand<Done>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var user = await change.Store.SalesUsers.FirstOrDefaultAsync(u => u.Id == request.SalesUserId, cancellationToken);
            if (user is null) return Error.NotFound("The person");
            if (!user.IsActive) return Error.Conflict("The person is disabled already.");
            if (user.Role == Role.Admin && change.Directory.SalesUsers.Values.Count(u => u.IsActive && u.Role == Role.Admin) == 1)
                return new Error(ErrorKind.Conflict, "This is the last active administrator.", Code: "last_admin");
            user.Disable();
            // Who is enabled again signs in again.
            var account = await change.Store.Accounts.FirstOrDefaultAsync(a => a.Id == user.Id, cancellationToken);
            account?.EndSessions();
            change.Record("sales_user.disabled", user);
            return Done.It;
        }
    }
}
