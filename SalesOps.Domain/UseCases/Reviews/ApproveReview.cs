using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>通过: the AI understood it, or may move; the conversation goes on from it.</summary>
public static class ApproveReview
{
    public sealed record Command(Guid OperationId, Seen Seen) : ICommand<Decided>
    {
        public static Access Access => Access.Deciders;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Seen).NotNull();
    }

    internal sealed class Handler(Change change, Playbook playbook, Judgement judgement, ClaimBoard claims) : IRequestHandler<Command, Result<Decided>>
    {
        public async Task<Result<Decided>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await CaseOpening.OpenAsync(change, claims, request.Seen);
            if (!opened.Succeeded) return Result<Decided>.Fail(opened.Errors);
            var file = opened.Value;
            var approval = Approval.Of(playbook, file.Standing, file.Understanding, file.Transition);
            if (file.Transition is { } waiting && approval.What != Consequence.Moves)
                return approval.What == Consequence.Held
                    ? Error.Conflict("A person holds the conversation: it does not move.", "taken_over")
                    : Error.Conflict($"The conversation stands in {file.Conversation.State}, not in {waiting.From}.", "moved_on");

            var ruling = new Ruling(ReviewStatus.Approved);
            if (await Opinions.AskAnotherAsync(change, file, ruling) is { } opinion) return opinion;
            var decision = file.Close(ruling);
            if (file.Transition is { } transition)
            {
                transition.Settle(TransitionStatus.Approved);
                judgement.MoveTo(file.Customer, file.Conversation, transition.To);
            }
            else if (approval.Rule is { } rule)
            {
                var moved = judgement.Move(file.Customer, file.Conversation, file.Message, file.Understanding, rule,
                    rule.NeedsPerson ? TransitionStatus.Pending : TransitionStatus.Approved);
                file.Moved(moved.Transition, moved.Review, moved.Task);
            }
            if (approval.What == Consequence.Moves) await file.FollowAsync(file.Understanding.Intent, approval.Stage!, file.Understanding.Confidence);
            return file.Finish(decision);
        }
    }
}
