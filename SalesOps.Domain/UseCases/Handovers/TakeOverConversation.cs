using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>接管会话: a person speaks from now on, and the AI falls silent. From a colleague only a supervisor takes it.</summary>
public static class TakeOverConversation
{
    /// <summary>Why a person takes over, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["customer_asked", "complaint", "high_value", "risk", "ai_wrong", "drill"];

    /// <param name="HolderVersion">As seen by who takes it over.</param>
    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    public sealed record Command(Guid OperationId, Guid ConversationId, int HolderVersion, string Reason) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="HolderVersion">From now on; replies with an older one are refused.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid HandoverId, int HolderVersion, bool IsPingPong, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
    }

    internal sealed class Handler(Change change, CallerContext caller, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Actor.Id is not { } userId) return Error.Conflict("Only a person can take over.");
            var opened = HeldConversation.Open(change, caller.Current, request.ConversationId, request.HolderVersion);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (conversation.HolderUserId == userId) return Error.Conflict("You hold the conversation already.", "yours");
            if (conversation.Holder == Holder.Human && !Access.Deciders.Allows(caller.Current))
                return Error.Conflict($"{change.Directory.NameOfUser(conversation.HolderUserId)} holds the conversation.", "holder_human");
            var handover = await Takeover.BeginAsync(change, playbook, customer, conversation, request.Reason);
            return new Answer(handover.Id, conversation.HolderVersion, handover.IsPingPong!.Value, handover.FinalAt);
        }
    }
}
