using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>批量交还 AI: several takeovers end for one reason, each handed back or refused by itself. What the AI is to know of one customer is said where that one is handed back alone.</summary>
public static class HandBackConversations
{
    /// <param name="HolderVersion">As seen by who hands it back.</param>
    public sealed record Seen(Guid ConversationId, int HolderVersion);

    /// <param name="Reason">One of <see cref="HandBackConversation.Reasons"/>.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Seen> Conversations, string Reason) : ICommand<Answer>
    {
        public static Access Access => HandBackConversation.Command.Access;
    }

    /// <param name="Outcome">Of each conversation.</param>
    /// <param name="HandedBack">Those that were, which can be undone.</param>
    /// <param name="FinalAt">Until when; UTC.</param>
    public sealed record Answer(BulkAnswer Outcome, IReadOnlyList<HandedBack> HandedBack, DateTime FinalAt);

    /// <param name="HolderVersion">As the deed left it.</param>
    public sealed record HandedBack(Guid HandoverId, int HolderVersion);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            this.Rows(c => c.Conversations, c => c.ConversationId);
            RuleFor(c => c.Reason).Must(HandBackConversation.Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
        }
    }

    internal sealed class Handler(IRequestHandler<HandBackConversation.Command, Result<HandBackConversation.Answer>> single) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (lines, made, finalAt) = (new List<BulkLine>(request.Conversations.Count), new List<HandedBack>(), default(DateTime));
            foreach (var (id, version) in request.Conversations)
            {
                var answer = await single.Handle(new HandBackConversation.Command(request.OperationId, id, version, request.Reason), cancellationToken);
                lines.Add(new BulkLine(id, answer.Succeeded ? null : answer.Errors[0]));
                if (!answer.Succeeded) continue;
                made.Add(new HandedBack(answer.Value.HandoverId, answer.Value.HolderVersion));
                finalAt = answer.Value.FinalAt;
            }
            var outcome = Bulk.Answer(lines);
            return outcome.Succeeded ? new Answer(outcome.Value, made, finalAt) : Result<Answer>.Fail(outcome.Errors);
        }
    }
}
