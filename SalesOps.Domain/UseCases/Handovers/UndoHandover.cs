using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>
/// 撤销: takes one's own takeover or hand-back back within ten seconds, as long as nobody replied and the conversation did not change hands again.
/// Its row goes, so that no list, number or flag counts it, and the AI no longer finds it as a boundary; the audit log keeps both. The holder's version
/// grows once more.
/// </summary>
public static class UndoHandover
{
    /// <param name="HolderVersion">As the deed left it.</param>
    public sealed record Command(Guid OperationId, Guid HandoverId, int HolderVersion) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Holder Holder, int HolderVersion);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.HandoverId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var deed = await change.Store.Handovers.FirstOrDefaultAsync(h => h.Id == request.HandoverId, cancellationToken);
            if (deed is null) return Refusals.Undone;
            // What a decision took over goes back with the decision.
            if (deed.ConversationId is not { } id || !(deed.Kind == HandoverKind.HandBack ? HandBackConversation.Reasons : TakeOverConversation.Reasons).Contains(deed.Reason))
                return Error.NotFound("The handover");
            var opened = HeldConversation.Open(change, caller.Current, id, request.HolderVersion);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (deed.ById != change.Actor.Id) return Refusals.NotYours;
            if (change.Now > deed.FinalAt) return Refusals.Final;
            if (await change.Store.Messages.AnyAsync(m => m.CustomerId == customer.Id && m.ConversationId == id && m.Direction == Direction.Outbound && m.ReceivedAt >= deed.CreatedAt, cancellationToken))
                return Error.Conflict("The customer was replied to since.", "replied");

            // The takeover that the deed ended.
            var before = await change.Store.Handovers.Where(h => h.CustomerId == customer.Id && h.ConversationId == id && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == deed.CreatedAt && h.Id != deed.Id)
                .OrderByDescending(h => h.Round).FirstOrDefaultAsync(cancellationToken);
            if (before is null ? deed.Kind == HandoverKind.HandBack : !MayHold(before.ById!.Value, customer)) return Refusals.BuiltOn;
            change.Remove(deed);
            GoBack(customer, conversation, before);
            change.Record(deed.Kind == HandoverKind.HandBack ? "customer.hand_back_undone" : "customer.takeover_undone", customer, before is null ? [conversation, deed] : [conversation, deed, before]);
            return new Answer(conversation.Holder, conversation.HolderVersion);
        }

        private void GoBack(Customer customer, Conversation conversation, Handover? before)
        {
            if (before is null)
            {
                conversation.HandBack(customer.IsBound);
                Takeover.Forget(change, customer, conversation);
                return;
            }
            if (!Takeover.Resume(change, customer, conversation, before))
            {
                Takeover.Pass(conversation, [], before.ById!.Value);
                before.Resume();
            }
            before.PassTo(before.ById!.Value, customer.SalesUserId);
        }

        /// <summary>Whoever held it may have left since, be gone with their invitation, or see the customer no more.</summary>
        private bool MayHold(Guid userId, Customer customer) =>
            change.Directory.SalesUsers.GetValueOrDefault(userId) is { IsActive: true } user && Caller.Person(user).Sees(customer.SalesUserId ?? Guid.Empty);
    }
}
