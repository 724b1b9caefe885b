using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>
/// 交还 AI: the takeover ends, and the AI speaks again. The row is the boundary: what was said before it was a person's business, and the note
/// says what of it the AI is to know. For a colleague those hand back who move work; a salesperson would let the AI speak where they may not take over.
/// </summary>
public static class HandBackConversation
{
    /// <summary>Why a person hands back, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["resolved", "ai_can_go_on", "shift_end", "drill"];

    /// <param name="HolderVersion">As seen by who hands it back.</param>
    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    /// <param name="Note">What was agreed, for the AI.</param>
    public sealed record Command(Guid OperationId, Guid ConversationId, int HolderVersion, string Reason, string? Note = null) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="OpenTasks">What is still promised to the customer.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid HandoverId, Holder Holder, int HolderVersion, int OpenTasks, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
            RuleFor(c => c.Note).MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    /// <summary>Whether the caller may hand back what a person holds: for a colleague those do who move work.</summary>
    /// <param name="holder">Who holds it.</param>
    public static bool MayBeBy(Caller caller, Guid? holder) => holder == caller.SalesUserId || Access.Movers.Allows(caller);

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = HeldConversation.Open(change, caller.Current, request.ConversationId, request.HolderVersion);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (conversation.Holder == Holder.Human && !MayBeBy(caller.Current, conversation.HolderUserId))
                return Error.Conflict($"{change.Directory.NameOfUser(conversation.HolderUserId)} holds the conversation.", "holder_human");
            if (conversation.Holder != Holder.Human) return Error.Conflict("No person holds the conversation.", $"holder_{conversation.Holder.Code()}");
            var ended = await Takeover.EndAsync(change, conversation);
            conversation.HandBack(customer.IsBound);
            Takeover.Forget(change, customer, conversation);
            var handover = new Handover(change.NewId(), HandoverKind.HandBack, customer.Id, conversation.Id, customer.SalesUserId, request.Reason, change.Actor.Id, change.Now);
            handover.Tell(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim());
            change.Add(handover);
            change.Record("customer.hand_back", customer, [conversation, handover, .. ended]);
            return new Answer(handover.Id, conversation.Holder, conversation.HolderVersion, customer.OpenTasks, handover.FinalAt);
        }
    }
}
