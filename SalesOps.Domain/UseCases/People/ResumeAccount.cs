using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>解除封停: a person whose sign-in was suspended may sign in again.</summary>
public static class ResumeAccount
{
    internal const string Action = "account.resumed";

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
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Resume(request.SalesUserId));

        private Result<Done> Resume(Guid id)
        {
            if (change.Find<Account>(id) is not { } account) return Error.NotFound("The person");
            if (!account.IsSuspended) return Error.Conflict("The person can sign in.", "not_suspended");
            account.Resume();
            change.Record(Action, account);
            return Done.It;
        }
    }
}
