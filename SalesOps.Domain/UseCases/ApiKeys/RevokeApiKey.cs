using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>吊销接口密钥: the key opens nothing from the next request on; for good after the ten seconds in which <see cref="RestoreApiKey"/> takes it back.</summary>
public static class RevokeApiKey
{
    internal const string Action = "api_key.revoked";

    public sealed record Command(Guid OperationId, Guid ApiKeyId) : ICommand<Done>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ApiKeyId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Revoke(request));

        private Result<Done> Revoke(Command request)
        {
            if (change.Find<ApiKey>(request.ApiKeyId) is not { } key) return Error.NotFound("The API key");
            if (key.RevokedAt is not null) return Error.Conflict("It is revoked already.", "revoked");
            key.Revoke(change.Now);
            change.Record(Action, key);
            return Done.It;
        }
    }
}
