using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>新增 AI 销售.</summary>
public static class AddAiAgent
{
    public const int MostCapacity = 100_000;
    public static readonly IReadOnlyList<string> Languages = ["vi", "zh", "en"];

    public sealed record Command(Guid OperationId, string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels, int Capacity) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(Guid AiAgentId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithErrorCode("required").MaximumLength(100).WithErrorCode("too_long").PlainText();
            RuleFor(c => c.OwnerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Language).Must(Languages.Contains).WithMessage("The language must be vi, zh or en.").WithErrorCode("choose");
            RuleFor(c => c.Channels).NotEmpty().WithErrorCode("channels");
            RuleForEach(c => c.Channels).IsInEnum();
            RuleFor(c => c.Channels).Must(c => c.Distinct().Count() == c.Count).WithMessage("A channel stands in the list twice.").When(c => c.Channels is not null);
            RuleFor(c => c.Capacity).InclusiveBetween(1, MostCapacity).WithErrorCode("range");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Add(request));

        private Result<Answer> Add(Command request)
        {
            var name = request.Name.Trim();
            if (change.Directory.AiAgents.Values.Any(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)))
                return Error.Invalid("name", "An AI agent has this name already.", "taken");
            if (!change.Directory.SalesUsers.TryGetValue(request.OwnerId, out var owner) || !owner.IsActive || !owner.IsSalesperson)
                return Error.Invalid("ownerId", "The owner must be an active salesperson.", "choose");
            var agent = new AiAgent(change.NewId(), name, owner.Id, request.Language, [.. request.Channels], request.Capacity, change.Now);
            change.Add(agent);
            change.Record("ai_agent.created", agent);
            return new Answer(agent.Id);
        }
    }
}
