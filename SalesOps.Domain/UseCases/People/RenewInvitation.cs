using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>续发邀请: makes a new link for somebody who has not chosen a password yet, or has lost it; links of before stop working.</summary>
public static class RenewInvitation
{
    /// <param name="TokenHash">SHA-256 of the token in the link; the token itself never reaches the store.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, byte[] TokenHash) : ICommand<InviteSalesUser.Answer>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.SalesUserId).NotEmpty();
            RuleFor(c => c.TokenHash).Sha256();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<InviteSalesUser.Answer>>
    {
        public async Task<Result<InviteSalesUser.Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.SalesUsers.TryGetValue(request.SalesUserId, out var user)) return Error.NotFound("The person");
            if (!user.IsActive) return Error.Conflict("The person is disabled.", "disabled");
            if (!await change.Store.Accounts.AnyAsync(a => a.Id == user.Id, cancellationToken)) return Error.NotFound("The account");
            await Accounts.EndLinksAsync(change, user.Id, cancellationToken);
            var invitation = new Invitation { Id = change.NewId(), SalesUserId = user.Id, TokenHash = request.TokenHash, CreatedAt = change.Now, ExpiresAt = change.Now + InviteSalesUser.Lifetime };
            change.Add(invitation);
            change.Record("sales_user.invitation_renewed", invitation);
            return new InviteSalesUser.Answer(user.Id, invitation.ExpiresAt);
        }
    }
}
