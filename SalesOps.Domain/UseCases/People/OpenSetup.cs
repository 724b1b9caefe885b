using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Opens the one-time link with which the first administrator is made; links opened before stop working.</summary>
public static class OpenSetup
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <param name="TokenHash">SHA-256 of the token in the link.</param>
    public sealed record Command(Guid OperationId, byte[] TokenHash) : ICommand<Done>
    {
        public static Access Access => Access.SystemOnly;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.TokenHash).Sha256();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Directory.SalesUsers.Count > 0) return Error.Conflict("There is an administrator already.");
            foreach (var earlier in await change.Store.Invitations.Where(i => i.SalesUserId == null && i.UsedAt == null).ToListAsync(cancellationToken))
                earlier.UsedAt = change.Now;
            var link = new Invitation { Id = change.NewId(), TokenHash = request.TokenHash, CreatedAt = change.Now, ExpiresAt = change.Now + Lifetime };
            change.Add(link);
            change.Record("store.setup_opened", link);
            return Done.It;
        }
    }
}
