using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>A person took up an invitation and chose a password; the link works once.</summary>
public static class AcceptInvitation
{
    /// <param name="TokenHash">SHA-256 of the token in the link.</param>
    /// <param name="PasswordHash">As ASP.NET Core Identity hashes it.</param>
    public sealed record Command(Guid OperationId, byte[] TokenHash, string PasswordHash) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    public sealed record Answer(Guid SalesUserId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.TokenHash).Sha256();
            RuleFor(c => c.PasswordHash).NotEmpty();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var invitation = await change.Store.Invitations.FirstOrDefaultAsync(i => i.TokenHash == request.TokenHash, cancellationToken);
            if (invitation is not { UsedAt: null, SalesUserId: { } userId } || invitation.ExpiresAt <= change.Now) return Error.NotFound("The invitation");
            if (!change.Directory.SalesUsers.TryGetValue(userId, out var user) || !user.IsActive || change.Directory.IsSuspended(userId)) return Error.NotFound("The invitation");
            var account = await change.Store.Accounts.FirstAsync(a => a.Id == userId, cancellationToken);
            invitation.UsedAt = change.Now;
            account.PasswordHash = request.PasswordHash;
            account.EndSessions();
            change.Record("account.invitation_accepted", account, invitation);
            return new Answer(userId);
        }
    }
}
