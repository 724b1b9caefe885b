using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>
/// AI 转人工: the AI runtime gives the conversation to a person and falls silent, in one commit: the person holds it from now on, has it as a task, and
/// the customer is told, or is not told on purpose. Where there is nobody the AI keeps it.
/// </summary>
public static class HandOffConversation
{
    /// <summary>On the audit log.</summary>
    public const string Action = "customer.handed_off";

    /// <summary>Before the reason of the takeover: the AI began it, not the person who holds it.</summary>
    public const string Prefix = "handoff_";

    /// <summary>Why the AI hands off, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["cannot_answer", "customer_asked", "complaint", "negotiation", "payment", "high_value", "risk", "ai_unavailable"];

    /// <param name="HandoffId">The runtime's own id: with the conversation it makes the handoff one effect, however often it is sent. The notice bears it as its message's.</param>
    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    /// <param name="Notice">What the customer is told, by the rules of every reply; null for nothing.</param>
    /// <param name="NoticeWaived">The customer is told nothing.</param>
    public sealed record Command(Guid ConversationId, string HandoffId, int HolderVersion, string Reason, string? Notice = null, bool NoticeWaived = false) : ICommand<Answer>
    {
        public static Access Access => Access.ConversationPrograms;

        public Guid OperationId { get; } = Operations.IdOf("handoff", ConversationId.ToString(), HandoffId);
    }

    /// <remarks>Without the handoff's id: a message may bear it, and answers outlive an erasure.</remarks>
    /// <param name="TaskDueAt">Until when the person is to see to it; UTC.</param>
    public sealed record Answer(Guid ConversationId, ReceiveMessage.HolderAnswer Holder, TargetAnswer Target, DateTime TaskDueAt);

    /// <param name="Name">Who holds the conversation since.</param>
    /// <param name="WorksAt">When the console's people next work, which may be now; UTC.</param>
    public sealed record TargetAnswer(string Name, DateTime WorksAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.HandoffId).NotEmpty().MaximumLength(200).PlainText();
            RuleFor(c => c.HolderVersion).GreaterThan(0);
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage($"Unknown; one of {string.Join(", ", Reasons)}.");
            RuleFor(c => c.Notice).NotEmpty().WithMessage("What the customer is told is needed, or noticeWaived.").When(c => !c.NoticeWaived).MaximumLength(Speaking.Longest).SoundText();
            RuleFor(c => c.NoticeWaived).Equal(false).WithMessage("There is a notice: it cannot be waived as well.").When(c => c.Notice is not null);
        }
    }

    internal sealed class Handler(Change change, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = Speaking.Open(change, request.ConversationId, request.HolderVersion);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (request.Notice is not null && Speaking.Refuse(change, playbook, customer, conversation, request.HandoffId) is { } refusal) return refusal;
            var worksAt = change.Directory.Settings.Calendar.NextOpening(change.Now);
            if (TargetOf(customer) is not { } target) return Nobody(worksAt);

            await Takeover.GiveAsync(change, playbook, customer, conversation, Prefix + request.Reason, target, Action);
            var task = RuleTasks.CallPerson(change, customer, target);
            // The customer still waits: that somebody will answer is no answer.
            if (request.Notice is { } notice) Speaking.Say(change, conversation, request.HandoffId, notice);
            return new Answer(conversation.Id, new ReceiveMessage.HolderAnswer(conversation.Holder.Code(), conversation.HolderVersion),
                new TargetAnswer(change.Directory.NameOfUser(target)!, worksAt), task.DueAt);
        }

        /// <summary>Whose customer it is, or who acts for them, if that one may open the customer already; else the fallback owner, who goes before somebody who says to be away, unless they are away too.</summary>
        private Guid? TargetOf(Customer customer)
        {
            if (customer.SalesUserId is not { } owner) return null;
            var acts = change.Directory.ActingFor(owner, change.Now, person => change.Directory.MayWork(person.Id) && Caller.Person(person).Sees(owner));
            var fallback = change.Directory.FallbackAt(change.Now);
            return acts is { } one && (fallback is not { AwaySince: null } || change.Directory.SalesUsers[one].AwaySince is null) ? one : fallback?.Id;
        }

        private Error Nobody(DateTime worksAt) => worksAt > change.Now
            ? Error.Conflict($"There is nobody to hand off to; people work again at {worksAt:yyyy-MM-ddTHH:mm:ssZ}.", "nobody_there") with { RetryAfter = worksAt - change.Now }
            : Error.Conflict("There is nobody to hand off to.", "nobody_there");
    }
}
