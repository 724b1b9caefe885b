using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>接管: whoever looks at the case takes the conversation, and the AI falls silent; what was understood is not judged.</summary>
public static class TakeOverReview
{
    private const string Reason = "review_taken_over";

    public sealed record Command(Guid OperationId, Seen Seen) : ICommand<Decided>
    {
        public static Access Access => Access.Deciders;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Seen).NotNull();
    }

    internal sealed class Handler(Change change, Playbook playbook, ClaimBoard claims) : IRequestHandler<Command, Result<Decided>>
    {
        public async Task<Result<Decided>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await CaseOpening.OpenAsync(change, claims, request.Seen);
            if (!opened.Succeeded) return Result<Decided>.Fail(opened.Errors);
            var file = opened.Value;
            if (change.Actor.Id is null) return Error.Conflict("Only a person can take over.");
            if (file.Standing.Holder == Holder.Human) return Error.Conflict("A person holds the conversation already.", "taken_over");
            var ruling = new Ruling(ReviewStatus.TakenOver, Reason: Reason);
            if (file.IsRepeat) return Opinions.NoteRepeat(change, file, ruling);
            var decision = file.Close(ruling);
            file.Transition?.Settle(TransitionStatus.Rejected);
            await TakeAsync(change, playbook, file, Reason);
            return file.Finish(decision);
        }
    }

    /// <summary>Gives the conversation to the person who decides.</summary>
    internal static async Task TakeAsync(Change change, Playbook playbook, CaseFile file, string reason) =>
        file.TakenOver(await Takeover.BeginAsync(change, playbook, file.Customer, file.Conversation, reason));
}
