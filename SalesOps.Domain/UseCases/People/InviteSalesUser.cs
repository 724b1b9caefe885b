using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>新增真实销售人: makes a person with an account that has no password until the invitation is taken up.</summary>
public static class InviteSalesUser
{
    internal const string Action = "sales_user.invited";

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <param name="TokenHash">SHA-256 of the token in the link; the token itself never reaches the store.</param>
    public sealed record Command(Guid OperationId, string Name, string Email, Role Role, byte[] TokenHash) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="ExpiresAt">When the link stops working; UTC.</param>
    public sealed record Answer(Guid SalesUserId, DateTime ExpiresAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).PersonName();
            RuleFor(c => c.Email).Email();
            RuleFor(c => c.Role).IsInEnum().WithErrorCode("choose");
            RuleFor(c => c.TokenHash).Sha256();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var email = request.Email.Trim();
            if (Accounts.IsTaken(change.Directory, email)) return Task.FromResult<Result<Answer>>(Accounts.Taken);
            var user = new SalesUser(change.NewId(), request.Name.Trim(), email, request.Role, change.Now);
            var invitation = new Invitation
            {
                Id = change.NewId(),
                SalesUserId = user.Id,
                TokenHash = request.TokenHash,
                CreatedAt = change.Now,
                ExpiresAt = change.Now + Lifetime,
            };
            change.Add(user, Accounts.New(user), invitation);
            change.Record(Action, user);
            return Task.FromResult<Result<Answer>>(new Answer(user.Id, invitation.ExpiresAt));
        }
    }
}
