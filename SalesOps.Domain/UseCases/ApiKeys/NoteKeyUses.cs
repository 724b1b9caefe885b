using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>Keeps when API keys were last used; sent every few minutes, so that it outlives the process.</summary>
public static class NoteKeyUses
{
    public sealed record Command(Guid OperationId, IReadOnlyList<Use> Uses) : ICommand<Done>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="At">UTC.</param>
    public sealed record Use(Guid ApiKeyId, DateTime At);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Uses).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var noted = 0;
            foreach (var use in request.Uses)
            {
                if (change.Find<ApiKey>(use.ApiKeyId) is not { } key) continue;
                key.Used(use.At);
                if (!change.IsChanged(key)) continue;
                change.Record("api_key.used", key);
                noted++;
            }
            return Task.FromResult<Result<Done>>(noted == 0 ? Error.Conflict("Nothing new is known of any key.") : Done.It);
        }
    }
}
