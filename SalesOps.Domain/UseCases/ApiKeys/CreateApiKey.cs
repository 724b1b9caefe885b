using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>Makes a key for a program. The key itself is made and shown outside; only its hash comes here.</summary>
public static class CreateApiKey
{
    /// <summary>What the audit log calls it.</summary>
    public const string Action = "api_key.created";

    /// <param name="KeyHash">SHA-256 of the key.</param>
    /// <param name="Prefix">The key's first letters, to tell keys apart.</param>
    /// <param name="Scopes">What it opens.</param>
    public sealed record Command(Guid OperationId, string Name, byte[] KeyHash, string Prefix, IReadOnlyList<ApiScope> Scopes) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(Guid ApiKeyId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).Visible().MaximumLength(100).WithErrorCode("too_long").PlainText();
            RuleFor(c => c.KeyHash).Sha256();
            RuleFor(c => c.Prefix).NotEmpty().MaximumLength(12);
            RuleFor(c => c.Scopes).NotEmpty().WithErrorCode("scopes")
                .Must(list => list is null || list.All(Enum.IsDefined)).WithMessage("There is no such scope.").WithErrorCode("choose")
                .Must(list => list is null || list.Distinct().Count() == list.Count).WithMessage("A scope stands in the list twice.").WithErrorCode("twice");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var key = new ApiKey(change.NewId(), request.Name.Trim(), request.KeyHash, request.Prefix, [.. request.Scopes.Order()], change.Now);
            change.Add(key);
            change.Record(Action, key);
            return Task.FromResult<Result<Answer>>(new Answer(key.Id));
        }
    }
}
