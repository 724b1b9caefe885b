using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Makes the first administrator, with the one-time link that the first start prints.</summary>
public static class CreateFirstAdmin
{
    /// <param name="TokenHash">SHA-256 of the token in the link.</param>
    /// <param name="PasswordHash">As ASP.NET Core Identity hashes it.</param>
    public sealed record Command(Guid OperationId, byte[] TokenHash, string Name, string Email, string PasswordHash) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    public sealed record Answer(Guid SalesUserId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.TokenHash).Sha256();
            RuleFor(c => c.Name).PersonName();
            RuleFor(c => c.Email).Email();
            RuleFor(c => c.PasswordHash).NotEmpty();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var link = await change.Store.Invitations.FirstOrDefaultAsync(i => i.TokenHash == request.TokenHash && i.SalesUserId == null, cancellationToken);
            if (link is not { UsedAt: null } || link.ExpiresAt <= change.Now || change.Directory.SalesUsers.Count > 0) return Error.NotFound("The link");
            link.UsedAt = change.Now;
            var admin = new SalesUser(change.NewId(), request.Name.Trim(), request.Email.Trim(), Role.Admin, change.Now);
            var account = Accounts.New(admin);
            account.PasswordHash = request.PasswordHash;
            change.Add(admin, account);
            change.Record("sales_user.first_admin_created", admin);
            return new Answer(admin.Id);
        }
    }
}
