using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>修正: what the customer meant instead, and where the conversation goes from it.</summary>
public static class CorrectReview
{
    /// <param name="Intent">Null when the message carries none of the intents.</param>
    /// <param name="Target">A state that a transition leads to from where the conversation stands; null leaves it there.</param>
    /// <param name="Note">For those who read the decision; null for none.</param>
    public sealed record Command(Guid OperationId, Seen Seen, string? Intent, string Stage, string? Target, string? Note) : ICommand<Decided>
    {
        public static Access Access => Access.Deciders;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Seen).NotNull();
            RuleFor(c => c.Intent).Must(code => code is null || Playbook.Default.Codes(PlaybookTerm.Intent).Contains(code)).WithMessage("There is no such intent.").WithErrorCode("unknown");
            RuleFor(c => c.Stage).Must(code => Playbook.Default.Codes(PlaybookTerm.Stage).Contains(code)).WithMessage("There is no such stage.").WithErrorCode("unknown");
            RuleFor(c => c.Target).Must(code => code is null || Playbook.Default.HasState(code)).WithMessage("There is no such state.").WithErrorCode("unknown");
            RuleFor(c => c.Note).MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, Playbook playbook, Judgement judgement, ClaimBoard claims) : IRequestHandler<Command, Result<Decided>>
    {
        public async Task<Result<Decided>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await CaseOpening.OpenAsync(change, claims, request.Seen);
            if (!opened.Succeeded) return Result<Decided>.Fail(opened.Errors);
            var file = opened.Value;
            var approval = Approval.Of(playbook, file.Standing, file.Understanding, file.Transition);
            var (intent, stage, target) = (request.Intent, request.Stage, request.Target);
            if (intent == file.Understanding.Intent && stage == file.Understanding.Stage && target == approval.To)
                return Error.Invalid("intent", "Nothing is corrected; approve it instead.", "same");
            if (target is not null && file.Standing.Holder == Holder.Human)
                return Error.Invalid("target", "A person holds the conversation: it does not move.", "held");
            var rule = target is null ? null : playbook.Leading(file.Standing.State, target, intent, stage);
            if (target is not null && rule is null) return Error.Invalid("target", $"No transition leads from {file.Standing.State} to {target}.", "not_legal");

            var note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim();
            var ruling = new Ruling(ReviewStatus.Corrected, intent, stage, target, Note: note);
            if (await Opinions.AskAnotherAsync(change, file, ruling) is { } opinion) return opinion;
            var decision = file.Close(ruling);
            Move(file, rule);
            // What a person says is certain.
            await file.FollowAsync(intent, file.Conversation.State == target ? rule!.Stage : stage, 1);
            return file.Finish(decision);
        }

        /// <summary>For a transition the person has decided about the move itself; for an understanding the playbook may ask once more.</summary>
        private void Move(CaseFile file, PlaybookTransition? rule)
        {
            if (file.Transition is { } waiting)
            {
                // When the conversation moved on since, the way to the same state is another one.
                var isThisMove = rule?.To == waiting.To && file.Conversation.State == waiting.From;
                waiting.Settle(isThisMove ? TransitionStatus.Approved : TransitionStatus.Rejected);
                if (isThisMove)
                {
                    judgement.MoveTo(file.Customer, file.Conversation, waiting.To);
                    return;
                }
            }
            if (rule is null) return;
            var asks = rule.NeedsPerson && file.Transition is null;
            var moved = judgement.Move(file.Customer, file.Conversation, file.Message, file.Understanding, rule,
                asks ? TransitionStatus.Pending : TransitionStatus.Approved);
            file.Moved(moved.Transition, moved.Review, moved.Task);
        }
    }
}
