using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>启用真实销售人: lets a disabled person sign in again.</summary>
public static class EnableSalesUser
{
    internal const string Action = "sales_user.enabled";

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
            var user = await change.Store.SalesUsers.FirstOrDefaultAsync(u => u.Id == request.SalesUserId, cancellationToken);
            if (user is null) return Error.NotFound("The person");
            if (user.IsActive) return Error.Conflict("The person is active already.");
            user.Enable();
            change.Record(Action, user);
            return Done.It;
        }
    }
}
