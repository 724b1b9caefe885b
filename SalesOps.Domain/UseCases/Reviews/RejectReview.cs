using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.Understandings;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>驳回: nothing moves, and the code says why and what comes next.</summary>
public static class RejectReview
{
    /// <summary>A reading that came back because the first was rejected waits for this reason.</summary>
    public const string ReadAgain = "read_again";
    private const string Other = "other";

    /// <summary>The reasons, in the order of the keys that choose them.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["wrong_intent", "wrong_stage", "missing_context", "too_risky", "not_a_customer", Other];

    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    /// <param name="Note">For those who read the decision; needed when the reason is another.</param>
    public sealed record Command(Guid OperationId, Seen Seen, string Reason, NextStep NextStep, string? Note = null) : ICommand<Decided>
    {
        public static Access Access => Access.Deciders;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Seen).NotNull();
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
            RuleFor(c => c.NextStep).IsInEnum().WithErrorCode("choose");
            RuleFor(c => c.Note).NotEmpty().WithErrorCode("required").When(c => c.Reason == Other);
            RuleFor(c => c.Note).MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, Playbook playbook, Judgement judgement, BuiltInUnderstanding builtIn, ClaimBoard claims)
        : IRequestHandler<Command, Result<Decided>>
    {
        public async Task<Result<Decided>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await CaseOpening.OpenAsync(change, claims, request.Seen);
            if (!opened.Succeeded) return Result<Decided>.Fail(opened.Errors);
            var file = opened.Value;
            if (request.NextStep == NextStep.HumanTakeover && (change.Actor.Id is null || file.Standing.Holder == Holder.Human))
                return Error.Invalid("nextStep", "Only a person can take over, and only what no person holds.", "held");
            if (request.NextStep == NextStep.AskCustomer && !file.IsRepeat && Speaking.IsUnwanted(playbook, file.Conversation, file.Customer))
                return Error.Invalid("nextStep", "The customer wants no more messages.", "opted_out");
            var note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim();
            var ruling = new Ruling(ReviewStatus.Rejected, Reason: request.Reason, NextStep: request.NextStep, Note: note);
            if (await Opinions.AskAnotherAsync(change, file, ruling) is { } opinion) return opinion;
            var decision = file.Close(ruling);
            file.Transition?.Settle(TransitionStatus.Rejected);
            switch (request.NextStep)
            {
                case NextStep.HumanTakeover:
                    await TakeOverReview.TakeAsync(change, playbook, file, request.Reason);
                    break;
                case NextStep.AskCustomer:
                    Ask(file);
                    break;
                case NextStep.AiAgain when file.Transition is null && file.Understanding.Producer != BuiltInUnderstanding.Producer:
                    ReadOnceMore(file);
                    break;
            }
            return file.Finish(decision);
        }

        private void Ask(CaseFile file)
        {
            var task = RuleTasks.Make(change, TaskKind.AskCustomer, file.Customer);
            change.Add(task);
            change.Record("task.created", task);
            file.Asked(task);
        }

        /// <summary>The other reader's reading always waits: a person has just said that the message is not a plain one.</summary>
        private void ReadOnceMore(CaseFile file)
        {
            var understanding = new Understanding(change.NewId(), file.Message, builtIn.Read(file.Message.Text), ReviewStatus.Pending, null, change.Now);
            change.Add(understanding);
            var (review, task) = judgement.AskPerson(ReviewKind.Understanding, file.Customer, file.Conversation, file.Message, understanding, null, [ReadAgain]);
            change.Record("message.read_again", understanding, review, task);
            file.ReadAgain(understanding, review, task);
        }
    }
}
