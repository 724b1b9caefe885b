using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>新增 AI 销售.</summary>
public static class AddAiAgent
{
    internal const string Action = "ai_agent.created";

    public static readonly IReadOnlyList<string> Languages = ["vi", "zh", "en"];

    /// <param name="Caps">Of some of the channels; null for none.</param>
    public sealed record Command(Guid OperationId, string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels, int Capacity,
        IReadOnlyList<ChannelCap>? Caps = null) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(Guid AiAgentId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).AgentName();
            RuleFor(c => c.OwnerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Language).AgentLanguage();
            RuleFor(c => c.Channels).ChannelList();
            RuleFor(c => c.Capacity).AgentCapacity();
            RuleFor(c => c.Caps).AgentCaps(c => c.Channels, c => c.Capacity);
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Add(request));

        private Result<Answer> Add(Command request)
        {
            var traits = new AgentTraits(request.Name.Trim(), request.OwnerId, request.Language, [.. request.Channels], request.Capacity, AgentStatus.Active, request.Caps.Kept());
            if (AgentRules.Refuse(change.Directory, traits, null) is { } refused) return refused;
            var agent = new AiAgent(change.NewId(), traits.Name, traits.OwnerId, traits.Language, traits.Channels, traits.Capacity, change.Now, traits.Caps);
            change.Add(agent);
            change.Record(Action, agent);
            return new Answer(agent.Id);
        }
    }
}
