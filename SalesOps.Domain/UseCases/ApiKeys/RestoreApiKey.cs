using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>撤销吊销: within ten seconds a key opens again what it opened.</summary>
public static class RestoreApiKey
{
    /// <param name="Deed">The operation that revoked it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ICommand<Done>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Deed).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (id, at, refused) = await PastDeed.FindAsync(change, request.Deed, RevokeApiKey.Action, cancellationToken);
            if (refused is not null) return refused;
            var key = change.Find<ApiKey>(id)!;
            if (key.RevokedAt is null) return Refusals.Undone;
            // Restored since, and revoked anew by somebody.
            if (key.RevokedAt != at) return Refusals.BuiltOn;
            key.Restore();
            change.Record("api_key.restored", key);
            return Done.It;
        }
    }
}
