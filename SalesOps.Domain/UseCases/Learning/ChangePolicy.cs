using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>改阈值、改抽查比例: sets what holds for a slice from the next message on. Set back to what was set before, it is undone.</summary>
public static class ChangePolicy
{
    private const double Same = 1e-9;

    /// <param name="Value">0..1; null to follow the wider slices and the playbook again.</param>
    /// <param name="Was">What held for the slice when it was looked at; another value by now refuses the change.</param>
    public sealed record Command(Guid OperationId, PolicyKind Kind, Slice Slice, double? Value, double Was) : ICommand<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Holds">What holds for the slice now, 0..1.</param>
    /// <param name="Before">What had been set for this very slice; null when nothing had. Set again, it undoes the change.</param>
    public sealed record Answer(double Holds, double? Before);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.Slice).SetValidator(new Scope.SliceValidator());
            RuleFor(c => c.Value).Must(v => v is null or (>= 0 and <= 1)).WithMessage("The value must lie between 0 and 1.").WithErrorCode("range");
        }
    }

    internal sealed class Handler(Change change, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(File(request));

        private Result<Answer> File(Command request)
        {
            var (kind, slice, set) = (request.Kind, request.Slice, change.Directory.Policy);
            var was = new ReviewPolicy(playbook, set).Of(kind, slice);
            if (Math.Abs(was - request.Was) > Same) return new Error(ErrorKind.Stale, $"It was set to {was:0.##} meanwhile.", Code: "changed");
            var before = set.Find(kind, slice) is { } standing && standing.Slice == slice ? standing.Value : null;
            if (before == request.Value) return Error.Invalid("value", "It is set so already.", "same");
            var row = new PolicyChange(change.NewId(), set.All.Count + 1, kind, slice, request.Value, was, change.Actor.Id, change.Now);
            row.Bring(new ReviewPolicy(playbook, set.With(row)).Of(kind, slice));
            change.Add(row);
            change.Record($"{kind.Code()}.changed", row);
            return new Answer(row.Holds, before);
        }
    }
}
